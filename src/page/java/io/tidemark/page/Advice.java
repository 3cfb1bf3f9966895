package io.tidemark.page;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A problem of this node in plain words, and its remedy.
 *
 * @param problem one or two sentences
 * @param remedy one sentence; empty if the problem contains it
 */
record Advice(String problem, String remedy) {

    /** Clocks that differ more keep reads that depend on the time on the primary. */
    private static final Duration CLOCKS = Duration.ofSeconds(1);

    /** A reason is worth an advice if it has at least this share of the last minute's statements. */
    private static final double SHARE = 0.1;

    /** Of fewer statements, a share says little. */
    private static final long STATEMENTS = 10;

    /**
     * Returns the advice for a state.
     *
     * @param minute the statements of the last minute, by reason
     */
    static List<Advice> of(Snapshot now, Map<Reason, Long> minute) {
        Status status = now.status();
        List<Advice> advice = new ArrayList<>();
        status.problem().ifPresent(problem -> advice.add(new Advice(problem, "")));
        if (!status.primary().ready()) {
            status.primary().problem().ifPresent(problem -> advice.add(new Advice("The primary: " + problem, "")));
        }
        status.replicas().forEach(replica -> ofReplica(replica, advice));
        status.store()
                .flatMap(Status.Store::problem)
                .ifPresent(problem -> advice.add(new Advice("The store of marks: " + problem, "")));
        status.budget()
                .filter(budget -> budget.refused() > 0)
                .ifPresent(
                        budget -> advice.add(
                                new Advice(
                                        budget.refused()
                                                + " reads were refused since the primary's budget was used up.",
                                        "Add a replica, or raise tidemark.primary.budget.concurrent or tidemark.primary.budget.share.")));
        status.writeCauses().forEach(cause -> advice.add(new Advice(cause, "")));
        now.findings().forEach(finding -> advice.add(new Advice(finding, "")));
        ofRoutes(minute, advice);
        return advice;
    }

    private static void ofReplica(Status.Replica replica, List<Advice> advice) {
        if (replica.drained()) {
            advice.add(new Advice(replica.name() + " is drained.", "Resume it after its maintenance."));
        } else {
            replica.problem().ifPresent(problem -> advice.add(new Advice(Snapshot.problem(replica), "")));
        }
        long clock = replica.clockMillis().orElse(0);
        if (Math.abs(clock) > CLOCKS.toMillis()) {
            advice.add(new Advice(
                    "The clock of " + replica.name() + " is " + Numbers.plain(Math.abs(clock) / 1000.0) + " s "
                            + (clock > 0 ? "ahead of" : "behind")
                            + " the primary's. Reads that depend on the time use the primary.",
                    "Synchronize both clocks, for example by chrony."));
        }
    }

    private static void ofRoutes(Map<Reason, Long> minute, List<Advice> advice) {
        long all = minute.values().stream().mapToLong(Long::longValue).sum();
        if (all < STATEMENTS) {
            return;
        }
        minute.forEach((reason, count) -> {
            double share = (double) count / all;
            if (reason.route() == Route.PRIMARY && share >= SHARE) {
                remedy(reason)
                        .ifPresent(remedy -> advice.add(new Advice(
                                Math.round(share * 100) + " % of the last minute's statements used the primary because "
                                        + ReasonWords.of(reason) + " (" + reason + ").",
                                remedy)));
            }
        });
    }

    /** Returns the remedy for a large share of a reason; empty if it is not a problem, or reported as a state. */
    private static Optional<String> remedy(Reason reason) {
        return switch (reason) {
            case NOT_ROUTED -> Optional.of("Annotate the beans that requests enter through with @RoutedReads.");
            case NO_CALLER -> Optional.of("Run background work through RoutedWork, or annotate it with EVENTUAL.");
            case REPLICA_BEHIND ->
                Optional.of("Find the cause of the lag, or raise tidemark.replica.wait above the usual lag.");
            case REPLICA_CLOCK -> Optional.of("Synchronize the clocks of all servers.");
            case REPLICA_UNAVAILABLE -> Optional.of("Look at the replica's pool: it may be too small.");
            case REPLICA_CONFLICT ->
                Optional.of("Set max_standby_streaming_delay or hot_standby_feedback on the replica.");
            case SESSION_SETTING ->
                Optional.of("Set the custom setting by set_config with a parameter, through the routed connection.");
            case PRIMARY_HELD -> Optional.of("Close result sets and connections before the next read.");
            case IN_TRANSACTION -> Optional.of("Read before the first write of a transaction, or in one of its own.");
            default -> Optional.empty();
        };
    }
}
