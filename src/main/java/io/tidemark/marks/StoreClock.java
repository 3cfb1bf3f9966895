package io.tidemark.marks;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Detects steps of a store's wall clock, by comparing it with this node's monotonic clock. Marks expire by the store's
 * clock: a step forward removes them before the horizon is over.
 *
 * <p>The store reads its clock between the query and the answer, so each observation yields an interval of the
 * difference between the two clocks. Two intervals further apart than the tolerance indicate a step. A slow drift is
 * not a step. Thread-safe.
 */
final class StoreClock {

    private record Interval(long least, long most) {
        long apart(Interval other) {
            return Math.max(0, Math.max(least - other.most, other.least - most));
        }
    }

    private final long tolerance;
    private final Map<Integer, Interval> known = new HashMap<>();

    StoreClock(Duration tolerance) {
        this.tolerance = tolerance.toNanos();
    }

    /**
     * Whether the clock of this bucket was set since the previous observation.
     *
     * @param asked the ticker's time before the query was sent
     * @param answered the ticker's time after the answer was read
     */
    synchronized boolean stepped(int bucket, long asked, Instant shown, long answered) {
        long nanos = Math.addExact(Math.multiplyExact(shown.getEpochSecond(), 1_000_000_000L), shown.getNano());
        Interval now = new Interval(nanos - answered, nanos - asked);
        Interval before = known.put(bucket, now);
        return before != null && before.apart(now) > tolerance;
    }
}
