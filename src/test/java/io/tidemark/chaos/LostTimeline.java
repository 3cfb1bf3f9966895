package io.tidemark.chaos;

import io.tidemark.chaos.Operation.Outcome;
import io.tidemark.chaos.Operation.Seen;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes from a history what a promotion has lost: the versions after those with which the new timeline begins, as far as operations
 * of the old timeline have made or shown them.
 *
 * <p>An operation that ended before the new primary was reachable is of the old timeline. One that started after the old primary was
 * gone is of the new one. For others, both are possible, so their later versions are neither required nor forbidden.
 */
final class LostTimeline {

    /** Replaces the value of a state that may be of either timeline. No write stores it, and a session does not learn from it. */
    private static final String UNSURE = "of a timeline that may be lost";

    private final Promotion promotion;

    private LostTimeline(Promotion promotion) {
        this.promotion = promotion;
    }

    /** {@return the operations without what the promotions of the history have lost} */
    static List<Operation> removedFrom(History history) {
        Stream<Operation> left = history.operations().stream();
        for (Promotion promotion : history.promotions()) {
            left = left.map(new LostTimeline(promotion)::surviving);
        }
        return left.toList();
    }

    /** {@return the acknowledged writes that the promotions have lost for sure} */
    static List<Operation> lostWrites(History history) {
        return history.operations().stream()
                .filter(operation -> operation.isWrite() && operation.isOk())
                .filter(write -> history.promotions().stream()
                        .anyMatch(promotion -> write.end() < promotion.moved()
                                && write.seen().stream().anyMatch(promotion::isAfter)))
                .toList();
    }

    /** {@return whether the state may be of a lost timeline, so that its version says nothing} */
    static boolean isUnsure(Seen seen) {
        return seen.value().equals(UNSURE);
    }

    private Operation surviving(Operation operation) {
        if (operation.seen().stream().noneMatch(promotion::isAfter) || !mayBeOld(operation)) {
            return operation;
        }
        if (operation.isWrite()) {
            // A later read of it then shows what is gone.
            return operation.with(List.of(), operation.end() < promotion.moved() ? Outcome.FAILED : Outcome.UNKNOWN);
        }
        List<Seen> seen = operation.seen().stream().map(this::unsure).toList();
        return operation.with(seen, operation.outcome());
    }

    private Seen unsure(Seen seen) {
        return promotion.isAfter(seen) ? new Seen(seen.object(), seen.version(), UNSURE) : seen;
    }

    private boolean mayBeOld(Operation operation) {
        // A node may read from a replica of the old timeline until it has noticed the new one.
        long tolerated = operation.isWrite() ? 0 : Incident.GRACE.toNanos();
        return operation.start() <= promotion.gone() + tolerated;
    }
}
