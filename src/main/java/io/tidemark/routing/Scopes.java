package io.tidemark.routing;

import io.tidemark.Freshness;
import java.util.Optional;

/**
 * The scope and the freshness that hold on the current thread.
 *
 * <p>Whoever binds one unbinds it on the same thread, in a {@code finally}; the binding puts back what was there before,
 * so that a pooled thread is left as it was found.
 */
public final class Scopes {

    /** Undoes one binding. Close it once, on the thread that made it, in reverse order. */
    @FunctionalInterface
    public interface Binding {
        void close();
    }

    /**
     * What holds on a thread.
     *
     * @param scope what is remembered
     * @param freshness what reads ask for; empty where the code is not routed, although a scope is carried
     */
    record Frame(Scope scope, Optional<Freshness> freshness) {}

    // One object per application, not one per class: two applications on a server share neither threads' scopes nor,
    // after a redeployment, a class loader.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<Frame> frame = new ThreadLocal<>();

    /** Carries a scope through a request, without routing its reads. */
    public Binding carry(Scope scope) {
        return bind(new Frame(scope, Optional.empty()));
    }

    /** Routes reads in the scope that is carried, or in a new one where none is. */
    public Binding route(Freshness freshness) {
        Frame before = frame.get();
        Scope scope = before == null ? new Scope() : before.scope();
        return bind(new Frame(scope, Optional.of(freshness)));
    }

    private Binding bind(Frame now) {
        Frame before = frame.get();
        frame.set(now);
        return () -> {
            if (before == null) {
                frame.remove();
            } else {
                frame.set(before);
            }
        };
    }

    /** The scope that is bound to this thread. */
    public Optional<Scope> scope() {
        return current().map(Frame::scope);
    }

    Optional<Frame> current() {
        return Optional.ofNullable(frame.get());
    }
}
