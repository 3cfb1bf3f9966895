package io.tidemark.cdi;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A deadline for a condition that the start of the application polls. It begins with its construction. For one thread.
 */
final class StartDeadline {

    /** The maximum wait for the servers, or for the names of the data sources. They usually need much less. */
    static final Duration DEFAULT = Duration.ofSeconds(10);

    private static final long BETWEEN_LOOKS_MILLIS = 20;

    private final long deadline;

    StartDeadline(Duration length) {
        this.deadline = System.nanoTime() + length.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - deadline >= 0;
    }

    /**
     * Waits until the condition should be checked again.
     *
     * @param interrupted makes the exception to throw if the thread is interrupted; the thread stays interrupted
     */
    void pause(Supplier<? extends RuntimeException> interrupted) {
        try {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw interrupted.get();
        }
    }
}
