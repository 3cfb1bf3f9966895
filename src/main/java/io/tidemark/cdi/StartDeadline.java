package io.tidemark.cdi;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long the start of the application waits for what something else brings about, look by look. Begins when it is made.
 * For one thread.
 */
final class StartDeadline {

    /** How long a start waits for its servers, or for the names of its data sources: far more than they take. */
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
     * Returns when it is time to look again.
     *
     * @param interrupted what to throw if the thread is interrupted, which it remains
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
