package io.tidemark.wal;

import java.time.Duration;

/**
 * The pauses between attempts to reach an unavailable server. Thread-safe.
 *
 * <p>A pause is half the time since the outage began, and at most ten seconds, because each attempt makes a pool, and
 * often the server, log a failure. After {@link #retrySoon}, it is a fiftieth of that time and at most half a second,
 * so that a server is used soon after a restart. A server that rejects the login logs each attempt and waits for an
 * operator; for it, the pause after {@link #retrySoon} is one second. No pause is shorter than the interval.
 */
public final class Backoff {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration LONGEST_WHILE_SOUGHT = Duration.ofMillis(500);
    private static final Duration WHILE_SOUGHT_AND_REFUSED = Duration.ofSeconds(1);
    private static final int OF_LONGEST = 2;
    private static final int OF_LONGEST_WHILE_SOUGHT = 50;

    /** The cause of a failed attempt. */
    public enum Failure {
        AWAY,
        /** The server answers and rejects the login. */
        REFUSED
    }

    private final Duration interval;

    private boolean away;
    private boolean sought;
    private long since;
    private long last;
    private long pauseNanos;
    private long pauseWhileSoughtNanos;

    /**
     * Creates a backoff without failures.
     *
     * @param interval the pause while nothing fails
     */
    public Backoff(Duration interval) {
        this.interval = interval;
        this.pauseNanos = interval.toNanos();
        this.pauseWhileSoughtNanos = interval.toNanos();
    }

    /**
     * Notes a failed attempt.
     *
     * @param now the ticker's time in nanoseconds
     */
    public synchronized void failed(long now, Failure why) {
        if (!away) {
            away = true;
            since = now;
        }
        last = now;
        sought = false;
        pauseNanos = pause(now, OF_LONGEST, LONGEST);
        pauseWhileSoughtNanos = why == Failure.REFUSED
                ? Math.min(pauseNanos, atLeastTheInterval(WHILE_SOUGHT_AND_REFUSED.toNanos()))
                : pause(now, OF_LONGEST_WHILE_SOUGHT, LONGEST_WHILE_SOUGHT);
    }

    private long pause(long now, int part, Duration longest) {
        return atLeastTheInterval(Math.min((now - since) / part, longest.toNanos()));
    }

    /** Notes a successful attempt. */
    public synchronized void succeeded() {
        away = false;
        pauseNanos = interval.toNanos();
    }

    /** Notes that the server is needed. Returns true if that shortens the pause. */
    public synchronized boolean retrySoon() {
        boolean shortens = away && !sought && pauseWhileSoughtNanos < pauseNanos;
        sought = true;
        return shortens;
    }

    /** Returns the time between the last attempt and the next, in nanoseconds. */
    public synchronized long pauseNanos() {
        return away && sought ? pauseWhileSoughtNanos : pauseNanos;
    }

    /** Returns the same, but at most this time while nothing fails. */
    synchronized long pauseNanos(long mostNanos) {
        return away ? pauseNanos() : Math.min(mostNanos, pauseNanos());
    }

    /** Whether the next attempt is due, for an owner that asks at every interval. */
    public synchronized boolean due(long now) {
        return !away || now - last >= pauseNanos();
    }

    private long atLeastTheInterval(long nanos) {
        return Math.max(interval.toNanos(), nanos);
    }
}
