package io.tidemark.routing;

import java.util.Optional;

/** The permission to run one read. It is closed when the read has ended. Thread-safe. */
@FunctionalInterface
public interface Admission {

    /** The permission of a read that nothing limits. */
    Admission UNLIMITED = () -> {};

    /** Ends the read. Called once. */
    void close();

    /** Returns the decision that replaces the admitted one: a replica has reached the position since. */
    default Optional<Decision> instead() {
        return Optional.empty();
    }
}
