package io.tidemark.time;

import java.util.function.LongSupplier;

/**
 * The turns of one thread that works at intervals, and sooner on request.
 *
 * <p>The thread calls {@link #await} before each turn, and {@link #begin} when it starts to work. All other methods are for
 * any thread. They do not block, so they may be called with a lock held. The supplier of the pause must not need such a lock.
 */
public final class Turns {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Ticker ticker;
    private final LongSupplier pauseNanos;

    private boolean requested;
    private boolean closed;

    /**
     * Creates turns without a request.
     *
     * @param ticker measures the pauses
     * @param pauseNanos the pause between turns in nanoseconds, read anew after each {@link #reconsider}
     */
    public Turns(Ticker ticker, LongSupplier pauseNanos) {
        this.ticker = ticker;
        this.pauseNanos = pauseNanos;
    }

    /**
     * Waits until a turn is requested, or the pause since this call is over.
     *
     * @return false if there are no more turns
     */
    public synchronized boolean await() throws InterruptedException {
        long begun = ticker.nanos();
        while (!requested && !closed) {
            long left = begun + pauseNanos.getAsLong() - ticker.nanos();
            if (left <= 0) {
                break;
            }
            // Rounded up, because wait(0) would wait without limit.
            wait(left / NANOS_PER_MILLI + 1);
        }
        return !closed;
    }

    /** Starts a turn: fulfils the requests so far. */
    public synchronized void begin() {
        requested = false;
    }

    /** Makes the next turn due at once. */
    public synchronized void request() {
        requested = true;
        notifyAll();
    }

    /** Notes that the pause may have become shorter. */
    public synchronized void reconsider() {
        notifyAll();
    }

    /** Ends the turns. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Whether {@link #close} was called. */
    public synchronized boolean isClosed() {
        return closed;
    }
}
