package io.tidemark.routing;

/** The permission to run one read. It is closed when the read has ended. Thread-safe. */
@FunctionalInterface
public interface Admission {

    /** The permission of a read that nothing limits. */
    Admission UNLIMITED = () -> {};

    /** Ends the read. */
    void close();
}
