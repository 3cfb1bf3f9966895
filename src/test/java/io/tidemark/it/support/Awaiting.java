package io.tidemark.it.support;

import io.tidemark.servers.Await;
import java.time.Duration;

/** Waits for a condition, with the common deadline of these tests. */
public final class Awaiting {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Awaiting() {}

    public static void until(String what, Await.Condition condition) {
        try {
            Await.until(what, PATIENCE, condition);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting: " + what, interrupted);
        }
    }
}
