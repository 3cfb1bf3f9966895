package io.tidemark.concurrent;

import io.tidemark.routing.Contexts;
import io.tidemark.routing.RunningContexts;
import io.tidemark.routing.Scopes.Binding;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import java.util.Map;
import java.util.Optional;

/**
 * The context of type {@value #TYPE}: who is the caller, and the scope, follow a task to the thread that runs it.
 *
 * <p>Found by {@code ServiceLoader}. It asks nothing of CDI: a server's CDI runs tasks of its own on a managed executor
 * while it starts, so that Open Liberty would wait for itself in {@code CDI.current()}, and Payara would ask for a caller
 * before it can answer. It takes the {@link RunningContexts} instead. Before the application has started and after its end a
 * snapshot is empty: a task that is handed over then runs as work without a request and a caller. What a snapshot holds goes
 * with the task.
 *
 * <p>Thread-safe, and so are the snapshots: a task that is repeated, or run by several threads, begins each time with a
 * scope of its own.
 *
 * @see <a href="https://jakarta.ee/specifications/concurrency/3.0/jakarta-concurrency-spec-3.0">Jakarta Concurrency 3.0,
 *     "Third-Party Context"</a>
 */
public final class RoutingContextProvider implements ThreadContextProvider {

    /** What a {@code ContextServiceDefinition} calls it. */
    public static final String TYPE = "Tidemark";

    /** How a snapshot takes effect on a thread. */
    @FunctionalInterface
    private interface Begin {
        Binding bind();
    }

    @Override
    public String getThreadContextType() {
        return TYPE;
    }

    @Override
    public ThreadContextSnapshot currentContext(Map<String, String> properties) {
        return snapshot(RunningContexts.current().map(Contexts::current).map(here -> here::bind));
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return snapshot(RunningContexts.current().map(contexts -> contexts::clear));
    }

    private static ThreadContextSnapshot snapshot(Optional<Begin> begin) {
        if (begin.isEmpty()) {
            return () -> () -> {};
        }
        return () -> begin.get().bind()::close;
    }
}
