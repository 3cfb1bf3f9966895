package io.tidemark.wal;

import java.time.Duration;
import java.time.Instant;

/**
 * The bounds of the difference between a server's wall clock and this node's ticker: server minus ticker, in
 * nanoseconds. Immutable.
 *
 * <p>A server reads its clock between the query and the answer, so each answer yields bounds. A slow answer yields wide
 * bounds. {@link #then} combines answers, because the difference lies within all of them. The bounds widen as time
 * passes, because the two clocks may run at different rates.
 *
 * @param least the lower bound
 * @param most the upper bound
 * @param at the ticker's time at which the bounds hold
 */
public record ClockBounds(long least, long most, long at) {

    /** NTP slews a clock by up to 500 ppm (adjtimex(2)); both clocks may be slewed, in opposite directions. */
    private static final long DRIFT_PER_NANO_INVERSE = 1_000;

    /**
     * Returns the bounds that one answer yields.
     *
     * @param asked the ticker's time before the query was sent
     * @param clock the server's time in its answer
     * @param answered the ticker's time after the answer was received
     */
    static ClockBounds of(long asked, Instant clock, long answered) {
        long nanos = Duration.between(Instant.EPOCH, clock).toNanos();
        return new ClockBounds(nanos - answered, nanos - asked, answered);
    }

    /** Returns these bounds at a later time. */
    ClockBounds at(long now) {
        long drift = Math.max(0, now - at) / DRIFT_PER_NANO_INVERSE;
        return new ClockBounds(least - drift, most + drift, now);
    }

    /**
     * Combines two bounds. If they exclude each other, the clock was set in between, and only the newer bounds hold.
     */
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
