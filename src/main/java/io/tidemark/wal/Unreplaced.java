package io.tidemark.wal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The primary, and no server that was replaced as such.
 *
 * <p>After a promotion the old primary may live on, with the connection over which it is asked, while new connections lead
 * to the new one. That shows as soon as something is written there: from then on a position of an older timeline is none
 * of the primary's, and a connection that leads to it is given up for another. Thread-safe but for what a {@link Server}
 * says of itself.
 */
final class Unreplaced implements Server {

    private final Server server;

    /** The newest one that was written on; of two clusters, the one that was written to last. */
    private final AtomicReference<@Nullable Timeline> written = new AtomicReference<>();

    Unreplaced(Server server) {
        this.server = server;
    }

    /** Something is about to be written there; answers whether that is news. */
    boolean writtenOn(Timeline timeline) {
        Timeline before = written.get();
        while (before == null || !before.follows(timeline)) {
            if (written.compareAndSet(before, timeline)) {
                return true;
            }
            before = written.get();
        }
        return false;
    }

    @Override
    public Reading read() throws ServerFault {
        Reading reading = server.read();
        if (isReplaced(reading)) {
            server.leave();
            reading = server.read();
        }
        if (isReplaced(reading)) {
            // Asked again at the next poll, over the next connection: a pool may have more that lead there.
            server.leave();
            throw new ServerFault(
                    ServerFault.Kind.UNFIT,
                    "It is on timeline " + reading.timeline() + ", but a connection has written on timeline "
                            + written.get() + "; expected the server that takes the writes.");
        }
        return reading;
    }

    private boolean isReplaced(Reading reading) {
        Timeline newest = written.get();
        return newest != null && !reading.timeline().follows(newest);
    }

    @Override
    public void flush() throws ServerFault {
        server.flush();
    }

    @Override
    public void leave() {
        server.leave();
    }

    @Override
    public void close() {
        server.close();
    }
}
