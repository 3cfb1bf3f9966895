package io.tidemark.servers;

import java.time.Duration;

/** Waits for a condition, up to a deadline. */
public final class Await {

    private static final long BETWEEN_LOOKS_MILLIS = 10;

    private Await() {}

    /** A condition that is checked repeatedly. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Returns as soon as the condition holds. A condition that throws does not hold yet.
     *
     * @param what the subject of the sentence "… has not come within 10 s"
     * @throws IllegalStateException if the condition does not hold in time. The cause is its last exception
     */
    public static void until(String what, Duration within, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            Throwable thrown = null;
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (GivenUp hopeless) {
                throw hopeless;
            } catch (Exception notYet) {
                thrown = notYet;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new IllegalStateException(what + " has not come within " + within.toMillis() + " ms", thrown);
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    /** Thrown by a condition that can no longer hold, such as the start of a server that has ended. */
    public static final class GivenUp extends IllegalStateException {
        private static final long serialVersionUID = 1;

        GivenUp(String message) {
            super(message);
        }
    }
}
