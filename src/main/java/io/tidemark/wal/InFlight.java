package io.tidemark.wal;

import java.util.concurrent.atomic.AtomicInteger;

/** The number of reads of this node that hold a connection of a replica now, or wait for one. Thread-safe. */
public final class InFlight {

    private final AtomicInteger reads = new AtomicInteger();

    /** Notes that a read is about to borrow a connection. */
    public void begin() {
        reads.incrementAndGet();
    }

    /** Notes that the connection was returned, or could not be borrowed. */
    public void end() {
        reads.decrementAndGet();
    }

    /** Returns the number of these reads. */
    public int count() {
        return reads.get();
    }
}
