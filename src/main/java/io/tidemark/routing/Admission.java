package io.tidemark.routing;

import io.tidemark.ReadsUnavailable;
import java.util.Optional;

/** The permission to run one read. It is closed when the read has ended. Thread-safe. */
@FunctionalInterface
public interface Admission {

    /** The permission of a read that nothing limits. */
    Admission UNLIMITED = () -> {};

    /**
     * Reports that the read has lost its connection to the primary, or got none.
     *
     * @param why the failure
     * @return the exception for the application, if it is another one than that of the failure
     */
    default Optional<ReadsUnavailable> lost(String why) {
        return Optional.empty();
    }

    /** Ends the read. */
    void close();
}
