package io.tidemark.wal;

import java.time.Duration;
import java.util.Optional;

/**
 * What the last poll of a replica has shown.
 *
 * @param fitness whether reads may be sent to it
 * @param replayed the position that it has replayed, and therefore shows; forgotten when it cannot be asked
 * @param lag the age of the newest known primary position that it has replayed
 * @param problem why it is not eligible; empty if it is
 * @param clock bounds of its wall clock; empty if it is not known
 */
public record ReplicaState(
        Fitness fitness,
        Optional<Position> replayed,
        Optional<Duration> lag,
        Optional<String> problem,
        Optional<ClockBounds> clock) {

    /** Whether reads may be sent to a replica. */
    public enum Fitness {
        ELIGIBLE,
        /** It does not answer, or has just refused or lost a connection. */
        UNAVAILABLE,
        /** It answers, and must not be used. */
        INELIGIBLE,
        /** The primary has not answered yet, so that nothing can be compared with it. */
        PRIMARY_UNKNOWN,
        /** It answers, and has not replayed any sample of the primary's position yet. */
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

    /** Whether it may be used and has replayed up to there. */
    public boolean covers(Position required) {
        return eligible() && replayed.isPresent() && replayed.get().covers(required);
    }

    /** Whether a read that must include that position may be sent to it. */
    public boolean covers(Optional<Position> required) {
        return required.isPresent() ? covers(required.get()) : eligible();
    }
}
