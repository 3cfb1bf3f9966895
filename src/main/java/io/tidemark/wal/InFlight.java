package io.tidemark.wal;

import java.util.concurrent.atomic.AtomicInteger;

/** The number of a replica's connections that reads of this node hold now. Thread-safe. */
public final class InFlight {

    private final AtomicInteger held = new AtomicInteger();

    /** Notes that a read has borrowed a connection. */
    public void begin() {
        held.incrementAndGet();
    }

    /** Notes that the connection was returned. */
    public void end() {
        held.decrementAndGet();
    }

    /** Returns the number of connections that are held now. */
    public int count() {
        return held.get();
    }
}
