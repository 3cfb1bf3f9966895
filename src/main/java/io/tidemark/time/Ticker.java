package io.tidemark.time;

/** The port of monotonic time, so that tests need not sleep. Implementations are thread-safe. */
@FunctionalInterface
public interface Ticker {

    /** The JVM's monotonic clock. */
    Ticker SYSTEM = System::nanoTime;

    /** Returns nanoseconds since an arbitrary origin. Only differences are meaningful. */
    long nanos();
}
