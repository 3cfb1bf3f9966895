package io.tidemark.search;

import io.tidemark.marks.FakeMarkStore;
import io.tidemark.time.Ticker;
import java.time.Duration;
import java.time.Instant;

/** The time of a world, which passes on the nodes and in the store alike. */
final class WorldTime implements Ticker {

    private static final long START = Duration.ofDays(2000).toNanos();
    private static final long MOST = Duration.ofDays(1000).toNanos();

    private final FakeMarkStore store;
    private long nanos = START;
    private Instant storeTime = Instant.parse("2025-01-01T00:00:00Z");

    /** Creates a time that begins now. */
    WorldTime(FakeMarkStore store) {
        this.store = store;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    /** Whether a number is a time of this ticker. Positions and counts are smaller, times of other clocks are larger. */
    static boolean isTime(long number) {
        return Math.abs(number - START) < MOST;
    }

    /** Returns the time of the store, up to a constant. */
    Instant storeTime() {
        return storeTime;
    }

    void passes(Duration duration) {
        nanos += duration.toNanos();
        storeTime = storeTime.plus(duration);
        store.timePasses(duration);
    }
}
