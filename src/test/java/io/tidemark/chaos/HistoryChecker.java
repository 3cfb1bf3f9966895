package io.tidemark.chaos;

import io.tidemark.chaos.Violation.Guarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Examines a history for violations, in the time of sorting it. All writes go through one primary, and each raises the version of
 * its object by one, so the versions of an object are the order of its writes. A promotion may lose the newest versions. Until then,
 * they bind like all others.
 */
final class HistoryChecker {

    /** A write that found another state than it expected, or was rolled back on purpose, is answered with 409. */
    private static final Set<Integer> ALWAYS_RIGHT = Set.of(200, 201, 204);

    private static final int CONFLICT = 409;

    private HistoryChecker() {}

    /**
     * {@return all violations, in the order of the operations that show them}
     *
     * @param bound the longest time of an operation
     */
    static List<Violation> check(History history, Duration bound) {
        List<Violation> found = new ArrayList<>();
        List<Operation> all = byStart(history.operations());
        answers(all, history.incidents(), bound, found);
        for (Promotion promotion : history.promotions()) {
            List<Operation> before = all.stream()
                    .filter(operation -> operation.end() < promotion.moved())
                    .toList();
            sessions(before, history.incidents(), found);
        }
        List<Operation> left = byStart(LostTimeline.removedFrom(history));
        sessions(left, history.incidents(), found);
        new WrittenVersions(left).check(left, found);
        return found;
    }

    private static List<Operation> byStart(List<Operation> operations) {
        return operations.stream()
                .sorted(Comparator.comparingLong(Operation::start))
                .toList();
    }

    private static void answers(
            List<Operation> byStart, List<Incident> incidents, Duration bound, List<Violation> found) {
        for (Operation operation : byStart) {
            if (operation.took().compareTo(bound) > 0) {
                found.add(new Violation(
                        Guarantee.TIME_BOUND,
                        operation.describe() + " took " + operation.took().toMillis() + " ms; the bound is "
                                + bound.toMillis() + " ms",
                        operation.object(),
                        List.of(operation)));
            }
            boolean right = ALWAYS_RIGHT.contains(operation.status())
                    || (operation.isWrite() && operation.status() == CONFLICT)
                    || incidents.stream().anyMatch(incident -> incident.excuses(operation));
            if (!right) {
                found.add(new Violation(
                        Guarantee.RIGHT_STATUS,
                        operation.describe() + ": "
                                + (operation.isAnswered() ? "the status " + operation.status() : "no answer")
                                + " is excused by no fault of that time",
                        operation.object(),
                        List.of(operation)));
            }
        }
    }

    /** Goes through the starts and ends of all operations in the order of time. */
    private static void sessions(List<Operation> byStart, List<Incident> incidents, List<Violation> found) {
        List<Operation> byEnd = byStart.stream()
                .filter(operation -> operation.isOk() && !operation.caller().isEmpty())
                .sorted(Comparator.comparingLong(Operation::end))
                .toList();
        Sessions sessions = new Sessions(found);
        int ended = 0;
        for (Operation operation : byStart) {
            while (ended < byEnd.size() && operation.startedAfter(byEnd.get(ended))) {
                Operation known = byEnd.get(ended);
                sessions.ended(
                        known,
                        incidents.stream().noneMatch(incident -> incident.keepsMarks() && incident.concerns(known)));
                ended++;
            }
            if (operation.isOk() && !operation.caller().isEmpty()) {
                sessions.started(operation);
            }
        }
    }
}
