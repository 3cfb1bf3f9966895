package io.tidemark.concurrent;

import io.tidemark.routing.Contexts;
import io.tidemark.routing.Scopes.Binding;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Map;
import java.util.Optional;

/**
 * The context of type {@value #TYPE}: who is the caller, and the scope, follow a task to the thread that runs it.
 *
 * <p>Found by {@code ServiceLoader}, and possibly shared by all applications of an EAR or a server: so it keeps nothing. It
 * looks for the instance of the application that hands over at each snapshot, by the context class loader; where there is
 * none, it does nothing. What a snapshot holds goes with the task.
 *
 * <p>Thread-safe, and so are the snapshots: a task that is repeated, or run by several threads, begins each time with a
 * scope of its own.
 *
 * @see <a href="https://jakarta.ee/specifications/concurrency/3.0/jakarta-concurrency-spec-3.0">Jakarta Concurrency 3.0,
 *     "Third-Party Context"</a>
 */
public final class RoutingContext implements ThreadContextProvider {

    /** What a {@code ContextServiceDefinition} calls it. */
    public static final String TYPE = "Tidemark";

    private static final System.Logger LOG = System.getLogger(RoutingContext.class.getName());

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
        return snapshot(application().map(Contexts::current).map(here -> here::bind));
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return snapshot(application().map(contexts -> contexts::clear));
    }

    private static ThreadContextSnapshot snapshot(Optional<Begin> begin) {
        if (begin.isEmpty()) {
            return () -> () -> {};
        }
        return () -> begin.get().bind()::close;
    }

    private static Optional<Contexts> application() {
        try {
            Instance<Contexts> found = CDI.current().select(Contexts.class);
            return found.isResolvable() ? Optional.of(found.get()) : Optional.empty();
        } catch (RuntimeException none) {
            // An application without CDI, or one that is not up yet, or no longer: a server hands tasks over then, too.
            LOG.log(System.Logger.Level.TRACE, "No application of Tidemark here", none);
            return Optional.empty();
        }
    }
}
