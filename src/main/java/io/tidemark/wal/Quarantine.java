package io.tidemark.wal;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides when a replica with repeated failures is quarantined: it is not used for a pause, although it answers polls.
 * Not thread-safe.
 *
 * <p>Ten failures within ten seconds begin a pause of ten seconds. Each further pause is twice as long as the previous
 * one, up to five minutes, unless the replica has served for five minutes in between. Fewer failures cost less than a
 * quarantine, because each is one statement that the primary runs again.
 */
final class Quarantine {

    static final int MOST_FAILURES = 10;
    static final Duration WINDOW = Duration.ofSeconds(10);
    static final Duration SHORTEST = Duration.ofSeconds(10);
    static final Duration LONGEST = Duration.ofMinutes(5);

    private final String name;

    private int failures;
    private long windowBegan;
    private Duration length = Duration.ZERO;
    private long until;
    private Optional<String> problem = Optional.empty();

    /**
     * Creates a quarantine that has not begun.
     *
     * @param name the name of the replica in messages
     */
    Quarantine(String name) {
        this.name = name;
    }

    /**
     * Notes a failure.
     *
     * @param now the ticker's time
     * @return true if the quarantine begins now
     */
    boolean failed(long now, String why) {
        if (reasonAt(now).isPresent()) {
            return false;
        }
        if (failures == 0 || now - windowBegan >= WINDOW.toNanos()) {
            failures = 0;
            windowBegan = now;
        }
        if (++failures < MOST_FAILURES) {
            return false;
        }
        failures = 0;
        begin(now, why);
        return true;
    }

    private void begin(long now, String why) {
        boolean again = !length.isZero() && now - until < LONGEST.toNanos();
        Duration doubled = length.multipliedBy(2);
        length = !again ? SHORTEST : doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        until = now + length.toNanos();
        problem = Optional.of(name + ": " + MOST_FAILURES + " reads failed on it within " + WINDOW.toSeconds()
                + " s and succeeded on the primary, the last with: " + why + "; it is not used for "
                + length.toSeconds()
                + " s.");
    }

    /** Returns the reason for the quarantine at this time; empty if there is none. */
    Optional<String> reasonAt(long now) {
        return problem.isPresent() && now - until < 0 ? problem : Optional.empty();
    }
}
