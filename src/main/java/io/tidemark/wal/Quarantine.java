package io.tidemark.wal;

import io.tidemark.telemetry.Telemetry.QuarantineCause;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides when a replica that fails repeatedly is quarantined: it is not used for a pause, although it answers polls. Not
 * thread-safe.
 *
 * <p>Ten failed reads within ten seconds begin a pause of ten seconds. So do five changes between eligible and not eligible
 * within a minute. Each further pause is twice as long as the previous one, up to five minutes, unless the replica has served
 * for five minutes in between. Fewer failures cost less than a quarantine, because each is one statement that another server
 * runs again.
 *
 * <p>After the pause, one read is a probe. If it succeeds, the replica is back in use. If it fails, the next pause begins.
 */
final class Quarantine {

    static final int MOST_FAILURES = 10;
    static final Duration WINDOW = Duration.ofSeconds(10);
    static final int MOST_CHANGES = 5;
    static final Duration WINDOW_OF_CHANGES = Duration.ofMinutes(1);
    static final Duration SHORTEST = Duration.ofSeconds(10);
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** After this time without a result, another read may be the probe. */
    static final Duration TO_PROBE = Duration.ofSeconds(1);

    private final String name;

    private int failures;
    private long windowBegan;

    /** The times of the last changes; the oldest one is overwritten by the next. */
    private final long[] changes = new long[MOST_CHANGES];

    private int changed;

    private Duration length = Duration.ZERO;
    private long until;

    /** Present from the beginning of a pause until a probe succeeds. */
    private Optional<String> problem = Optional.empty();

    /** The reason for the last pause. */
    private QuarantineCause cause = QuarantineCause.FAILED_READS;

    private boolean probing;
    private long probeBegan;

    /**
     * Creates a quarantine that has not begun.
     *
     * @param name the name of the replica in messages
     */
    Quarantine(String name) {
        this.name = name;
    }

    /**
     * Notes a failed read.
     *
     * @param now the ticker's time
     * @return true if a pause begins now
     */
    boolean failed(long now, String why) {
        if (isPaused(now)) {
            return false;
        }
        if (problem.isPresent()) {
            begin(now, QuarantineCause.FAILED_PROBE, "the first read after its quarantine failed with: " + why);
            return true;
        }
        if (failures == 0 || now - windowBegan >= WINDOW.toNanos()) {
            failures = 0;
            windowBegan = now;
        }
        if (++failures < MOST_FAILURES) {
            return false;
        }
        begin(
                now,
                QuarantineCause.FAILED_READS,
                MOST_FAILURES + " reads failed on it within " + WINDOW.toSeconds()
                        + " s and succeeded elsewhere, the last with: " + why);
        return true;
    }

    /**
     * Notes that polls have found the replica eligible, or no longer eligible.
     *
     * @return true if a pause begins now
     */
    boolean changed(long now) {
        changes[changed++ % MOST_CHANGES] = now;
        boolean often = changed >= MOST_CHANGES && now - changes[changed % MOST_CHANGES] < WINDOW_OF_CHANGES.toNanos();
        if (!often || isPaused(now)) {
            return false;
        }
        changed = 0;
        begin(
                now,
                QuarantineCause.CHANGES,
                "it became usable or unusable " + MOST_CHANGES + " times within " + WINDOW_OF_CHANGES.toSeconds()
                        + " s");
        return true;
    }

    private void begin(long now, QuarantineCause because, String why) {
        boolean again = !length.isZero() && now - until < LONGEST.toNanos();
        Duration doubled = length.multipliedBy(2);
        length = !again ? SHORTEST : doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        until = now + length.toNanos();
        failures = 0;
        probing = false;
        cause = because;
        problem = Optional.of(name + ": Quarantine: " + why + "; it is not used for " + length.toSeconds() + " s.");
    }

    /** Returns the reason for the last pause. Has no meaning before the first one. */
    QuarantineCause cause() {
        return cause;
    }

    private boolean isPaused(long now) {
        return problem.isPresent() && now - until < 0;
    }

    /** Returns the reason for the pause at this time; empty if there is none. */
    Optional<String> pausedAt(long now) {
        return isPaused(now) ? problem : Optional.empty();
    }

    /** Returns the reason for the quarantine; empty if there is none. It ends when a probe succeeds. */
    Optional<String> reason() {
        return problem;
    }

    /** Returns true if the pause is over and the caller's read is the probe. */
    boolean beginProbe(long now) {
        if (!probeIsDue(now)) {
            return false;
        }
        probing = true;
        probeBegan = now;
        return true;
    }

    /** Whether the pause is over and no probe is under way. */
    boolean probeIsDue(long now) {
        return problem.isPresent() && !isPaused(now) && !(probing && now - probeBegan < TO_PROBE.toNanos());
    }

    /** Ends a probe without a result. */
    void endProbe() {
        probing = false;
    }

    /**
     * Notes that a read has succeeded.
     *
     * @return true if that ends the quarantine: its pause is over
     */
    boolean succeeded(long now) {
        if (problem.isEmpty() || isPaused(now)) {
            return false;
        }
        probing = false;
        problem = Optional.empty();
        return true;
    }
}
