package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The routed reads of this node, by which the servers are polled less often while there are none. The first read after that
 * makes the next polls begin at once. Thread-safe.
 */
public final class Traffic {

    /** The number of pauses without a read after which the node is idle. */
    static final int IDLE_AFTER_PAUSES = 5;

    /** A read is noted again after this time, a part of the pause, so that few reads write the field. */
    private static final int NEWS_PER_PAUSE = 4;

    private final long idlePauseNanos;
    private final long idleAfterNanos;
    private final Ticker ticker;
    private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
    private volatile long last;

    /**
     * Creates the traffic of a node that has just begun.
     *
     * @param idlePause the least time between two polls of a server while the node is idle; zero if the node is polled as
     *     usual then
     */
    public Traffic(Duration idlePause, Ticker ticker) {
        this.idlePauseNanos = idlePause.toNanos();
        this.idleAfterNanos = idlePause.multipliedBy(IDLE_AFTER_PAUSES).toNanos();
        this.ticker = ticker;
        this.last = ticker.nanos();
    }

    /** Creates the traffic of a node that is never idle. */
    static Traffic steady() {
        return new Traffic(Duration.ZERO, Ticker.SYSTEM);
    }

    /** Notes a read. If the node was idle, all polls that are not under way begin at once. */
    public void noteRead() {
        long now = ticker.nanos();
        long since = now - last;
        if (since * NEWS_PER_PAUSE < idlePauseNanos || idlePauseNanos == 0) {
            return;
        }
        last = now;
        if (since >= idleAfterNanos) {
            wakes.forEach(Runnable::run);
        }
    }

    /** Runs this when the node is no longer idle. */
    void whenResumed(Runnable wake) {
        wakes.add(wake);
    }

    /** Returns the least pause between two polls now, in nanoseconds. */
    long leastPauseNanos() {
        return ticker.nanos() - last >= idleAfterNanos ? idlePauseNanos : 0;
    }
}
