package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The primary, and no server that was replaced as such.
 *
 * <p>After a promotion the old primary may live on, with the connection over which it is asked, while new connections lead
 * to the new one. That shows as soon as something is written there: from then on a position of an older timeline is none
 * of the primary's, and a connection that leads to it is given up for another. {@link #read} and what goes with it is for
 * one thread, the rest for any.
 */
final class CurrentPrimary implements PositionSource {

    /** How long a write proves that its server is there, so that connections to an older one are refused for it. */
    private static final long PROVES_NANOS = Duration.ofMinutes(1).toNanos();

    /** What was written later than that is noted anew. */
    private static final long NEWS_NANOS = Duration.ofSeconds(1).toNanos();

    private record Written(Timeline timeline, long at) {}

    private final PositionSource server;
    private final Ticker ticker;

    /** The newest one that was written on; of two clusters, the one that was written to last. */
    private final AtomicReference<@Nullable Written> written = new AtomicReference<>();

    /** The one that answers, while it does. */
    private volatile @Nullable Timeline answers;

    private final AtomicReference<@Nullable Timeline> first = new AtomicReference<>();
    private volatile boolean another;

    CurrentPrimary(PositionSource server, Ticker ticker) {
        this.server = server;
        this.ticker = ticker;
    }

    /** Something is about to be written there; answers whether that is news. */
    boolean writtenOn(Timeline timeline) {
        long now = ticker.nanos();
        Written before = written.get();
        while (before == null || !before.timeline().follows(timeline)) {
            if (written.compareAndSet(before, new Written(timeline, now))) {
                met(timeline);
                return true;
            }
            before = written.get();
        }
        if (before.timeline().equals(timeline) && now - before.at() > NEWS_NANOS) {
            written.compareAndSet(before, new Written(timeline, now));
        }
        return false;
    }

    private void met(Timeline timeline) {
        if (!first.compareAndSet(null, timeline) && !timeline.equals(first.get())) {
            another = true;
        }
    }

    /** Whether more than one has answered, or been written on. */
    boolean sawAnother() {
        return another;
    }

    /** Whether a newer one than that answers, or was written on of late: it may have gone since, and the old one be back. */
    boolean isReplaced(Timeline timeline) {
        Written newest = written.get();
        return isOlder(timeline, answers)
                || (newest != null
                        && isOlder(timeline, newest.timeline())
                        && ticker.nanos() - newest.at() < PROVES_NANOS);
    }

    private static boolean isOlder(Timeline timeline, @Nullable Timeline than) {
        return than != null && !than.equals(timeline) && than.follows(timeline);
    }

    @Override
    public PositionReading read() throws ServerFault {
        try {
            PositionReading reading = unreplaced();
            answers = reading.timeline();
            met(reading.timeline());
            return reading;
        } catch (ServerFault fault) {
            answers = null;
            throw fault;
        }
    }

    private PositionReading unreplaced() throws ServerFault {
        PositionReading reading = server.read();
        if (isUnfit(reading)) {
            server.discardConnection();
            reading = server.read();
        }
        if (isUnfit(reading)) {
            // Asked again at the next poll, over the next connection: a pool may have more that lead there.
            server.discardConnection();
            throw new ServerFault(
                    ServerFault.Kind.UNFIT,
                    "It is on timeline " + reading.timeline() + ", but a connection has written on another, which is"
                            + " newer or was written on later; expected the server that takes the writes.");
        }
        return reading;
    }

    private boolean isUnfit(PositionReading reading) {
        Written newest = written.get();
        return newest != null && !reading.timeline().follows(newest.timeline());
    }

    @Override
    public void flush() throws ServerFault {
        server.flush();
    }

    @Override
    public void discardConnection() {
        server.discardConnection();
    }

    @Override
    public void close() {
        server.close();
    }
}
