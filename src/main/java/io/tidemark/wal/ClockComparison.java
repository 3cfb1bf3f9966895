package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether a replica may answer a read that asks for the time ({@code now()}) and must include a position.
 *
 * <p>A row that was written with the primary's time may be hidden on a replica whose clock is behind: {@code published <=
 * now()} is false there until its clock has passed the row's time. A row that expires soon may be hidden where the clock
 * is ahead. So the primary must have been at the required position for at least as long as the clocks may differ. A
 * replica whose clock differs by more than a second answers no such read: the times at which rows appear or expire would
 * differ by as much. Errs towards the primary. Thread-safe.
 */
final class ClockComparison {

    private static final System.Logger LOG = System.getLogger(ClockComparison.class.getName());

    static final Duration LIMIT = Duration.ofSeconds(1);

    /** For a clock that is slewed faster than {@link ClockBounds} allows for; the bounds catch up at the next poll. */
    static final Duration MARGIN = Duration.ofMillis(1);

    private final String name;
    private final PrimaryWatch primary;
    private final Ticker ticker;
    private boolean warned;

    /**
     * @param name what messages call the replica
     */
    ClockComparison(String name, PrimaryWatch primary, Ticker ticker) {
        this.name = name;
        this.primary = primary;
        this.ticker = ticker;
    }

    /** How far the replica's clock is ahead; empty if one of the clocks is not known. */
    Optional<ClockOffset> offset(ReplicaState replica) {
        Optional<ClockBounds> ofPrimary = primary.clock();
        return ofPrimary.isPresent() && replica.clock().isPresent()
                ? Optional.of(
                        ClockOffset.between(ofPrimary.get(), replica.clock().get(), ticker.nanos()))
                : Optional.empty();
    }

    boolean permits(ReplicaState replica, Position required) {
        Optional<ClockOffset> offset = offset(replica);
        if (offset.isEmpty() || offset.get().atMost().compareTo(LIMIT) > 0) {
            return false;
        }
        Duration needed = offset.get().atMost().plus(MARGIN);
        Optional<Duration> age = primary.samples().age(required, ticker.nanos());
        return age.isPresent() && age.get().compareTo(needed) >= 0;
    }

    /** Logs that the clocks have come to differ by too much, or no longer do. Called after each poll of the replica. */
    synchronized void report(ReplicaState replica) {
        Optional<ClockOffset> offset = offset(replica);
        if (offset.isEmpty()) {
            return;
        }
        if (!warned && offset.get().atLeast().compareTo(LIMIT) > 0) {
            warned = true;
            LOG.log(System.Logger.Level.WARNING, warning(offset.get().estimate()));
        } else if (warned && offset.get().atMost().compareTo(LIMIT) <= 0) {
            warned = false;
            LOG.log(System.Logger.Level.INFO, name + ": Its clock is right again.");
        }
    }

    private String warning(Duration ahead) {
        return name + ": Its clock is " + ahead.abs().toMillis() + " ms " + (ahead.isNegative() ? "behind" : "ahead of")
                + " the primary's; expected at most " + LIMIT.toMillis() + " ms. Until it is set right, reads that ask"
                + " for the time and must include a position go to the primary. Remedy: NTP on both servers.";
    }
}
