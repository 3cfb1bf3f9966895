package io.tidemark.it;

import java.time.Duration;

/** Waits for what must become true, with a deadline. */
final class Awaiting {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Awaiting() {}

    /** What is asked until it is so. */
    interface Condition {
        boolean holds() throws Exception;
    }

    static void until(String what, Condition condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("Not within " + PATIENCE.toSeconds() + " s: " + what);
                }
            }
        } catch (Exception failed) {
            throw new AssertionError("While waiting: " + what, failed);
        }
    }
}
