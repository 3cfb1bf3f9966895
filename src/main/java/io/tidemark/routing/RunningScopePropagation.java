package io.tidemark.routing;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ScopePropagation} of the application that this copy of the library belongs to, from its start to its end.
 * It serves objects that a server creates outside CDI and calls while CDI starts, when a look-up would fail or block.
 *
 * <p>This is the library's only static state. It is the state of one application: the library starts only in a WAR's
 * {@code WEB-INF/lib}, so each application loads this class with its own class loader. Thread-safe.
 */
public final class RunningScopePropagation {

    private static final AtomicReference<@Nullable ScopePropagation> RUNNING = new AtomicReference<>();

    private RunningScopePropagation() {}

    /** Notes that the application has started. */
    public static void begin(ScopePropagation contexts) {
        RUNNING.set(contexts);
    }

    /** Notes that the application ends. Has no effect if it has not started. */
    public static void end(ScopePropagation contexts) {
        RUNNING.compareAndSet(contexts, null);
    }

    /** Returns the propagation; empty before the application has started and after its end. */
    public static Optional<ScopePropagation> current() {
        return Optional.ofNullable(RUNNING.get());
    }
}
