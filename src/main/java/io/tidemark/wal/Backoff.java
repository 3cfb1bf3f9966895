package io.tidemark.wal;

import java.time.Duration;

/**
 * The pauses between attempts to reach a server that is away.
 *
 * <p>A pause is half the time that the server has been away, and ten seconds at most: each attempt makes a pool, and often the
 * server, log a failure. While somebody looks for the server ({@link #retrySoon}), a pause is a fiftieth of that time and half a
 * second at most, so that a server that was restarted is used at once. A server that refuses the login logs each attempt, and
 * waits for an operator: then it is one second. No pause is shorter than the interval. Thread-safe.
 */
public final class Backoff {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration LONGEST_WHILE_SOUGHT = Duration.ofMillis(500);
    private static final Duration WHILE_SOUGHT_AND_REFUSED = Duration.ofSeconds(1);
    private static final int OF_LONGEST = 2;
    private static final int OF_LONGEST_WHILE_SOUGHT = 50;

    /** Why an attempt failed. */
    public enum Failure {
        AWAY,
        /** The server is there, and does not accept the login. */
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
     * No attempt has failed yet.
     *
     * @param interval the pause while nothing fails
     */
    public Backoff(Duration interval) {
        this.interval = interval;
        this.pauseNanos = interval.toNanos();
        this.pauseWhileSoughtNanos = interval.toNanos();
    }

    /**
     * An attempt failed.
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

    /** An attempt succeeded. */
    public synchronized void succeeded() {
        away = false;
        pauseNanos = interval.toNanos();
    }

    /** Somebody has use for the server: true if that shortens the pause. */
    public synchronized boolean retrySoon() {
        boolean shortens = away && !sought && pauseWhileSoughtNanos < pauseNanos;
        sought = true;
        return shortens;
    }

    /** How long after the last attempt the next one is due, in nanoseconds. */
    public synchronized long pauseNanos() {
        return away && sought ? pauseWhileSoughtNanos : pauseNanos;
    }

    /** Whether the next attempt is due, for an owner that looks at every interval. */
    public synchronized boolean due(long now) {
        return !away || now - last >= pauseNanos();
    }

    private long atLeastTheInterval(long nanos) {
        return Math.max(interval.toNanos(), nanos);
    }
}
