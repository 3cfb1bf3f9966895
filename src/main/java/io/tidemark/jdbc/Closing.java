package io.tidemark.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs every step of a clean-up although earlier ones throw. The first failure is thrown at the end, the others are
 * attached to it.
 */
final class Closing {

    /** One step. */
    interface Step {
        void run() throws SQLException;
    }

    private @Nullable Throwable first;

    void step(Step step) {
        try {
            step.run();
        } catch (SQLException | RuntimeException | Error failure) {
            if (first == null) {
                first = failure;
            } else if (first != failure) {
                first.addSuppressed(failure);
            }
        }
    }

    boolean failed() {
        return first != null;
    }

    /** Throws what went wrong, if anything did. */
    void done() throws SQLException {
        if (first instanceof SQLException failure) {
            throw failure;
        }
        if (first instanceof RuntimeException failure) {
            throw failure;
        }
        if (first instanceof Error failure) {
            throw failure;
        }
    }
}
