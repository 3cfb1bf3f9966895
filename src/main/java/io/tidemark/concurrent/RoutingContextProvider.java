package io.tidemark.concurrent;

import io.tidemark.routing.RunningScopePropagation;
import io.tidemark.routing.ScopePropagation;
import io.tidemark.routing.Scopes.Binding;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import java.util.Map;
import java.util.Optional;

/**
 * Propagates the context of type {@value #TYPE}, the caller and the scope, to the thread that runs a task.
 *
 * <p>The server finds it by {@code ServiceLoader}. It does not use CDI: while a server starts, its CDI runs tasks of
 * its own on a managed executor, so Open Liberty would wait for itself in {@code CDI.current()}, and Payara would ask
 * for a caller before it can answer. It uses {@link RunningScopePropagation} instead. Before the application has started, and
 * after it has ended, a snapshot is empty: a task submitted then runs as work without request and caller. The content
 * of a snapshot travels with the task.
 *
 * <p>Thread-safe, and so are the snapshots. A task that is repeated, or run by several threads, gets a new scope each
 * time.
 *
 * @see <a href="https://jakarta.ee/specifications/concurrency/3.0/jakarta-concurrency-spec-3.0">Jakarta Concurrency
 *     3.0, "Third-Party Context"</a>
 */
public final class RoutingContextProvider implements ThreadContextProvider {

    /** The name of this context in a {@code ContextServiceDefinition}. */
    public static final String TYPE = "Tidemark";

    /** Applies a snapshot to the current thread. */
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
        return snapshot(
                RunningScopePropagation.current().map(ScopePropagation::current).map(here -> here::bind));
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return snapshot(RunningScopePropagation.current().map(contexts -> contexts::clear));
    }

    private static ThreadContextSnapshot snapshot(Optional<Begin> begin) {
        if (begin.isEmpty()) {
            return () -> () -> {};
        }
        return () -> begin.get().bind()::close;
    }
}
