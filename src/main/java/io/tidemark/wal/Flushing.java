package io.tidemark.wal;

import java.time.Duration;
import java.util.Optional;

/**
 * When to have the primary flush its log: a position that a read waits for stays unflushed, because what was inserted
 * there belongs to transactions that have not ended, and nothing else happens. A replica would not get it for many seconds.
 *
 * <p>An ordinary asynchronous commit gets to the disk by itself in the time that the primary's settings say; only then is
 * anything done, and at most once in that time. Where the settings say more than a second, a second counts.
 */
final class Flushing {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** A position that was waited for, and since when it has not been flushed. */
    private record Waited(Position position, long since) {}

    private final Ticker ticker;
    private volatile Optional<Waited> waited = Optional.empty();

    Flushing(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A read would go to a replica if that had the position. Called by any thread. */
    void waitFor(Position position) {
        if (waited.isEmpty()) {
            waited = Optional.of(new Waited(position, ticker.nanos()));
        }
    }

    /** Whether to flush now, given what the primary says. Called by the polling thread. */
    boolean due(Reading primary) {
        Optional<Waited> known = waited;
        if (known.isEmpty() || primary.flushed().isEmpty()) {
            return false;
        }
        Position position = known.get().position();
        boolean inserted = primary.position().covers(position);
        if (!inserted || primary.flushed().get().upTo().compareTo(position.lsn()) >= 0) {
            waited = Optional.empty();
            return false;
        }
        Duration within = primary.flushed().get().within();
        Duration patience = within.compareTo(LONGEST) > 0 ? LONGEST : within;
        long now = ticker.nanos();
        if (now - known.get().since() < patience.toNanos()) {
            return false;
        }
        // Not asked for again before as much time has passed once more.
        waited = Optional.of(new Waited(position, now));
        return true;
    }
}
