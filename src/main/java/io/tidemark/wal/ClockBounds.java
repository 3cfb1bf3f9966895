package io.tidemark.wal;

import java.time.Duration;
import java.time.Instant;

/**
 * Bounds of the difference between a server's wall clock and this node's ticker: server minus ticker, in nanoseconds.
 *
 * <p>A server reads its clock at some moment between the question and the answer, so that each answer yields bounds. A
 * slow answer yields loose ones. {@link #then} combines answers: the truth lies within all of them. Both bounds drift
 * apart as time passes, because the two clocks may run at different rates. Immutable.
 *
 * @param least the lower bound
 * @param most the upper bound
 * @param at the ticker's time at which they hold
 */
public record ClockBounds(long least, long most, long at) {

    /** NTP slews a clock by up to 500 ppm (adjtimex(2)); both clocks may be slewed, in opposite directions. */
    private static final long DRIFT_PER_NANO_INVERSE = 1_000;

    /**
     * The bounds that one answer yields.
     *
     * @param asked the ticker's time before the question was sent
     * @param clock the server's time in its answer
     * @param answered the ticker's time after the answer was received
     */
    static ClockBounds of(long asked, Instant clock, long answered) {
        long nanos = Duration.between(Instant.EPOCH, clock).toNanos();
        return new ClockBounds(nanos - answered, nanos - asked, answered);
    }

    /** The same bounds at a later time. */
    ClockBounds at(long now) {
        long drift = Math.max(0, now - at) / DRIFT_PER_NANO_INVERSE;
        return new ClockBounds(least - drift, most + drift, now);
    }

    /** What both yield. If they exclude each other the clock was set in between, and the newer bounds hold alone. */
    ClockBounds then(ClockBounds newer) {
        ClockBounds known = at(newer.at);
        boolean set = known.least - newer.most > 0 || newer.least - known.most > 0;
        return set
                ? newer
                : new ClockBounds(
                        known.least - newer.least > 0 ? known.least : newer.least,
                        known.most - newer.most < 0 ? known.most : newer.most,
                        newer.at);
    }
}
