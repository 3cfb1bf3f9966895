package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * When to have the primary flush its log: a position that a read waits for stays unflushed, because what was inserted
 * there belongs to transactions that have not ended, and nothing else happens. A replica would not get it for many seconds.
 *
 * <p>A flush may end in the middle of a record, of which a replica can replay nothing then; and so may a position, if it is
 * of a log that a crash has shortened. So what has to be flushed is all that had been inserted when it was waited for.
 *
 * <p>An ordinary asynchronous commit gets to the disk by itself in the time that the primary's settings say; only then is
 * anything done, and at most once in that time. Where the settings say more than a second, a second counts.
 */
final class FlushPolicy {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    /**
     * A position that was waited for.
     *
     * @param since when it is waited for, or was last flushed for
     * @param end up to where to flush for it; empty until the primary has been asked
     */
    private record Waited(Position position, long since, Optional<Lsn> end) {}

    private final Ticker ticker;
    private volatile Optional<Waited> waited = Optional.empty();

    FlushPolicy(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A read would go to a replica if that had the position. Called by any thread. */
    void waitFor(Position position) {
        if (waited.isEmpty()) {
            waited = Optional.of(new Waited(position, ticker.nanos(), Optional.empty()));
        }
    }

    /** Whether to flush now, given what the primary says. Called by the polling thread. */
    boolean due(PositionReading primary) {
        Optional<Waited> known = waited;
        if (known.isEmpty() || primary.flushed().isEmpty()) {
            return false;
        }
        PositionReading.Flushed flushed = primary.flushed().get();
        Waited wait = known.get();
        Lsn end = wait.end().orElse(primary.position().lsn());
        boolean inserted = primary.position().covers(wait.position());
        if (!inserted || flushed.upTo().compareTo(end) >= 0) {
            waited = Optional.empty();
            return false;
        }
        Duration longest = flushed.within().compareTo(LONGEST) > 0 ? LONGEST : flushed.within();
        long now = ticker.nanos();
        boolean due = now - wait.since() >= longest.toNanos();
        // Not asked for again before as much time has passed once more.
        waited = Optional.of(new Waited(wait.position(), due ? now : wait.since(), Optional.of(end)));
        return due;
    }
}
