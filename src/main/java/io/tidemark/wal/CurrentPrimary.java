package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The primary without the servers that it has replaced.
 *
 * <p>After a promotion, the old primary may live on, together with the connection that polls it, while new connections
 * lead to the new primary. The first write on the new primary reveals this. From then on, a position of an older
 * timeline is invalid, and a connection that leads there is discarded. {@link #read}, {@link #flush}, {@link
 * #discardConnection} and {@link #close} are for one thread, the other methods for any.
 */
final class CurrentPrimary extends ForwardingSource {

    /**
     * The time for which a write proves that its server exists. Until then, connections to an older server are
     * rejected.
     */
    private static final long PROVES_NANOS = Duration.ofMinutes(1).toNanos();

    /** A write is noted again after this time. */
    private static final long NEWS_NANOS = Duration.ofSeconds(1).toNanos();

    private record Written(Timeline timeline, long at) {}

    private final Ticker ticker;

    /** The newest timeline that was written on; of two clusters, the timeline of the last write. */
    private final AtomicReference<@Nullable Written> written = new AtomicReference<>();

    /** The timeline that answers now. */
    private volatile @Nullable Timeline answers;

    private final AtomicReference<@Nullable Timeline> first = new AtomicReference<>();
    private volatile boolean another;

    /** The number of threads that need the commits that wait for a synchronous standby. */
    private final AtomicInteger readsOfWaitingCommits = new AtomicInteger();

    CurrentPrimary(PositionSource server, Ticker ticker) {
        super(server);
        this.ticker = ticker;
    }

    /** Notes a write on this timeline. Returns true if it replaces an older timeline, or is the first. */
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

    /** Whether more than one timeline has answered, or was written on. */
    boolean sawAnother() {
        return another;
    }

    /**
     * Whether a newer timeline answers, or was written on recently. An older write proves nothing: its server may be
     * gone, and the old one in use again.
     */
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

    /** Makes polls from now on include the commits that wait for a synchronous standby. */
    void beginWaitingCommits() {
        readsOfWaitingCommits.incrementAndGet();
    }

    /** Ends one {@link #beginWaitingCommits}. */
    void endWaitingCommits() {
        readsOfWaitingCommits.decrementAndGet();
    }

    @Override
    public PositionReading read() throws ServerFault {
        try {
            PositionReading reading = withWaitingCommits(unreplaced());
            answers = reading.timeline();
            met(reading.timeline());
            return reading;
        } catch (ServerFault fault) {
            answers = null;
            throw fault;
        }
    }

    /** Adds the commits that wait for a standby, if a thread needs them. The query scans the primary's processes. */
    private PositionReading withWaitingCommits(PositionReading reading) throws ServerFault {
        return reading.synchronous().isPresent() && readsOfWaitingCommits.get() > 0
                ? reading.with(new PositionReading.Synchronous(waitingCommits()))
                : reading;
    }

    private PositionReading unreplaced() throws ServerFault {
        PositionReading reading = super.read();
        if (isUnfit(reading)) {
            discardConnection();
            reading = super.read();
        }
        if (isUnfit(reading)) {
            // The next poll uses the next connection: a pool may hold several that lead there.
            discardConnection();
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
}
