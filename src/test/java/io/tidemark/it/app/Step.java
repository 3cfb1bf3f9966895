package io.tidemark.it.app;

/** Something that a test does in the middle of a bean's method. */
@FunctionalInterface
public interface Step {

    Step NOTHING = () -> {};

    void run() throws Exception;
}
