package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether a replica may serve a read that depends on the time ({@code now()}) and must include a position.
 * Thread-safe.
 *
 * <p>A replica whose clock is behind may hide a row that has the primary's time: {@code published <= now()} is false
 * until its clock has passed that time. A replica whose clock is ahead may hide a row that expires soon. Therefore the
 * primary must have been at the required position for at least the possible difference between the clocks. A replica
 * whose clock differs by more than a second serves no such read, because the times at which rows appear or expire would
 * differ by as much. Errs towards the primary.
 */
final class ClockComparison {

    private static final System.Logger LOG = System.getLogger(ClockComparison.class.getName());

    static final Duration LIMIT = Duration.ofSeconds(1);

    /**
     * Allows for a clock that is slewed faster than {@link ClockBounds} assumes. The bounds follow at the next poll.
     */
    static final Duration MARGIN = Duration.ofMillis(1);

    private final String name;
    private final PrimaryWatch primary;
    private final Ticker ticker;
    private boolean warned;

    /** @param name the name of the replica in messages */
    ClockComparison(String name, PrimaryWatch primary, Ticker ticker) {
        this.name = name;
        this.primary = primary;
        this.ticker = ticker;
    }

    /** Returns the lead of the replica's clock over the primary's; empty if one of the clocks is unknown. */
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

    /**
     * Logs the moments at which the difference of the clocks exceeds the limit, and at which it no longer does. Called
     * after each poll of the replica.
     */
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
