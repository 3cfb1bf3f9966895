package io.tidemark.wal;

import java.time.Duration;

/**
 * Bounds of how far a replica's wall clock is ahead of the primary's; negative where it is behind.
 *
 * @param least the lower bound
 * @param most the upper bound
 */
public record ClockOffset(Duration least, Duration most) {

    /** What the bounds of the two clocks come to at that time of the ticker. */
    static ClockOffset between(ClockBounds primary, ClockBounds replica, long now) {
        ClockBounds of = primary.at(now);
        ClockBounds to = replica.at(now);
        return new ClockOffset(Duration.ofNanos(to.least() - of.most()), Duration.ofNanos(to.most() - of.least()));
    }

    /** The largest difference that is possible, in either direction. */
    public Duration atMost() {
        return longer(least.abs(), most.abs());
    }

    /** The smallest difference that is possible; zero if the clocks may be equal. */
    public Duration atLeast() {
        return least.isNegative() != most.isNegative() ? Duration.ZERO : shorter(least.abs(), most.abs());
    }

    /** The middle of the bounds. */
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
