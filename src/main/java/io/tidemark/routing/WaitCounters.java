package io.tidemark.routing;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts the reads of this node that have waited for a replica, and the time that they have waited. Thread-safe. */
public final class WaitCounters {

    private final LongAdder reads = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    void waited(long time) {
        reads.increment();
        nanos.add(time);
    }

    /** Returns the number of reads that have waited, with or without success. */
    public long reads() {
        return reads.sum();
    }

    /** Returns the time that all of them have waited. */
    public Duration time() {
        return Duration.ofNanos(nanos.sum());
    }
}
