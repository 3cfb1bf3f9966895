package io.tidemark.wal;

import java.time.Duration;
import java.util.Optional;

/**
 * A replica's state, as last polled.
 *
 * @param fitness the replica's fitness for reads
 * @param replayed the position that it has replayed, and therefore shows; empty while it is unavailable
 * @param lag the age of the newest known primary position that it has replayed
 * @param problem the reason why it is ineligible; empty if it is eligible
 * @param clock the bounds of its wall clock; empty if it is unknown
 */
public record ReplicaState(
        Fitness fitness,
        Optional<Position> replayed,
        Optional<Duration> lag,
        Optional<String> problem,
        Optional<ClockBounds> clock) {

    /** The fitness of a replica for reads. */
    public enum Fitness {
        ELIGIBLE,
        /** The replica does not answer, or has just refused or lost a connection. */
        UNAVAILABLE,
        /** The replica answers and must not be used. */
        INELIGIBLE,
        /** The primary has not answered yet, so the replica cannot be compared with it. */
        PRIMARY_UNKNOWN,
        /** The replica answers and has not yet replayed a sample of the primary's position. */
        LAG_UNKNOWN
    }

    static ReplicaState without(Fitness fitness, String problem) {
        return new ReplicaState(fitness, Optional.empty(), Optional.empty(), Optional.of(problem), Optional.empty());
    }

    ReplicaState with(Optional<ClockBounds> known) {
        return new ReplicaState(fitness, replayed, lag, problem, known);
    }

    public boolean eligible() {
        return fitness == Fitness.ELIGIBLE;
    }

    /** Whether the replica is eligible and has replayed the position. */
    public boolean covers(Position required) {
        return eligible() && replayed.isPresent() && replayed.get().covers(required);
    }

    /** Whether the replica may serve a read that must include the position, if any. */
    public boolean covers(Optional<Position> required) {
        return required.isPresent() ? covers(required.get()) : eligible();
    }
}
