package io.tidemark.wal;

import java.time.Duration;

/**
 * The bounds of the lead of a replica's wall clock over the primary's; negative if the replica's clock is behind.
 *
 * @param least the lower bound
 * @param most the upper bound
 */
public record ClockOffset(Duration least, Duration most) {

    /** Returns the offset that follows from the bounds of both clocks, at a time of the ticker. */
    static ClockOffset between(ClockBounds primary, ClockBounds replica, long now) {
        ClockBounds of = primary.at(now);
        ClockBounds to = replica.at(now);
        return new ClockOffset(Duration.ofNanos(to.least() - of.most()), Duration.ofNanos(to.most() - of.least()));
    }

    /** Returns the largest possible difference, in either direction. */
    public Duration atMost() {
        return longer(least.abs(), most.abs());
    }

    /** Returns the smallest possible difference; zero if the clocks may be equal. */
    public Duration atLeast() {
        return least.isNegative() != most.isNegative() ? Duration.ZERO : shorter(least.abs(), most.abs());
    }

    /** Returns the middle of the bounds. */
    public Duration estimate() {
        return least.plus(most).dividedBy(2);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
