package io.tidemark.routing;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ScopePropagation} of the application that this copy of the library belongs to, from its start to its end. For objects
 * that a server makes outside CDI and calls while CDI starts, when a look-up would fail, or wait for itself.
 *
 * <p>The library's only static state. It is state of one application: the library starts in a WAR's {@code WEB-INF/lib}
 * alone, so each application loads this class with a class loader of its own. Thread-safe.
 */
public final class RunningScopePropagation {

    private static final AtomicReference<@Nullable ScopePropagation> RUNNING = new AtomicReference<>();

    private RunningScopePropagation() {}

    /** The application has started. */
    public static void begin(ScopePropagation contexts) {
        RUNNING.set(contexts);
    }

    /** The application ends. Does nothing if it has not started. */
    public static void end(ScopePropagation contexts) {
        RUNNING.compareAndSet(contexts, null);
    }

    /** Empty before the application has started and after its end. */
    public static Optional<ScopePropagation> current() {
        return Optional.ofNullable(RUNNING.get());
    }
}
