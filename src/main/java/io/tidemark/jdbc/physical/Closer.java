package io.tidemark.jdbc.physical;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs every step of a clean-up even if earlier steps fail. The first failure is thrown at the end, with the others as
 * suppressed exceptions.
 */
public final class Closer {

    /** A step of the clean-up. */
    public interface Step {
        void run() throws SQLException;
    }

    private @Nullable Throwable first;

    /** Runs a step and keeps its failure for later. */
    public void step(Step step) {
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

    /** True if a step has failed. */
    public boolean failed() {
        return first != null;
    }

    /** Throws the first failure, if there was one. */
    public void done() throws SQLException {
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
