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

    /** Ends the read. Called once. */
    void close();

    /** Returns the permission that consists of this one and of another one. */
    default Admission and(Admission other) {
        if (this == UNLIMITED) {
            return other;
        }
        return other == UNLIMITED ? this : new JointAdmission(this, other);
    }

    /** Returns the decision that replaces the admitted one: a replica has reached the position since. */
    default Optional<Decision> instead() {
        return Optional.empty();
    }
}
