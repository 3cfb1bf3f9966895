package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides when the primary must flush its log for a read that waits for a position. Without a flush, the position may
 * stay unflushed for many seconds: the records there belong to open transactions, and the primary is otherwise idle. A
 * replica receives only flushed records.
 *
 * <p>A flush may end in the middle of a record, which a replica cannot replay then. A position may also lie within a
 * record, if a crash has shortened the log. Therefore the flush covers everything that was inserted when the wait
 * began.
 *
 * <p>The primary flushes an asynchronous commit within the time that its settings define. The policy acts only after
 * that time, and at most once within it. A setting longer than a second counts as a second.
 */
final class FlushPolicy {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    /**
     * A position that a read waits for.
     *
     * @param since the time at which the wait, or the last flush for it, began
     * @param end the end of the required flush; empty until the primary has answered
     */
    private record Waited(Position position, long since, Optional<Lsn> end) {}

    private final Ticker ticker;
    private volatile Optional<Waited> waited = Optional.empty();

    FlushPolicy(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Notes that a read waits for a replica to reach the position. For any thread. */
    void waitFor(Position position) {
        if (waited.isEmpty()) {
            waited = Optional.of(new Waited(position, ticker.nanos(), Optional.empty()));
        }
    }

    /** Whether a flush is due, after this answer of the primary. For the polling thread. */
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
        // The next flush for this wait is due after the same time again.
        waited = Optional.of(new Waited(wait.position(), due ? now : wait.since(), Optional.of(end)));
        return due;
    }
}
