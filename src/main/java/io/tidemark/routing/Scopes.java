package io.tidemark.routing;

import io.tidemark.Freshness;
import java.util.Optional;

/**
 * The scope and the freshness that are bound to the current thread.
 *
 * <p>Each binding is closed on the thread that made it, in a {@code finally}. Closing restores the previous binding, so
 * that a pooled thread keeps no scope.
 */
public final class Scopes {

    /** Undoes one binding. It is closed once, on its own thread, in reverse order. */
    @FunctionalInterface
    public interface Binding {
        void close();
    }

    /**
     * The binding of a thread.
     *
     * @param scope the scope
     * @param nested the terms of reads; empty where the code is not routed, although a scope is carried
     * @param caller the given caller; empty if the application or the server supplies it
     */
    record Frame(Scope scope, Optional<NestedTerms> nested, Optional<String> caller) {

        Optional<Freshness> freshness() {
            return nested.map(NestedTerms::freshness);
        }
    }

    // One object per application, not one per class: two applications on a server share no scopes, and a redeployment
    // keeps no class loader.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<Optional<Frame>> frame = new ThreadLocal<>();

    /** Carries a scope through a request, without routing its reads. The caller is unknown beforehand. */
    public Binding carry(Scope scope) {
        return bind(Optional.of(new Frame(scope, Optional.empty(), Optional.empty())));
    }

    /** Binds the frame of another thread to this one. */
    Binding resume(Frame there) {
        return bind(Optional.of(there));
    }

    /** Removes the binding of this thread. */
    Binding clear() {
        return bind(Optional.empty());
    }

    /** Routes reads in the scope that is carried, or in a new one for work outside a request. */
    public Binding route(Freshness freshness) {
        return route(ReadTerms.of(freshness));
    }

    /** The same on these terms. */
    public Binding route(ReadTerms terms) {
        Scope scope = scope().orElseGet(Scope::ofWork);
        NestedTerms nested =
                current().flatMap(Frame::nested).map(outer -> outer.with(terms)).orElseGet(() -> NestedTerms.of(terms));
        return bind(Optional.of(new Frame(scope, Optional.of(nested), caller())));
    }

    private Binding bind(Optional<Frame> now) {
        Optional<Frame> before = current();
        put(now);
        return () -> put(before);
    }

    /** Removes the entry of an empty frame, so that a pooled thread is left clean. */
    private void put(Optional<Frame> now) {
        if (now.isEmpty()) {
            frame.remove();
        } else {
            frame.set(now);
        }
    }

    /** Returns the scope that is bound to this thread. */
    public Optional<Scope> scope() {
        return current().map(Frame::scope);
    }

    /** Whether the scope of this thread is that of an HTTP request, or was handed over by one. */
    public boolean carriesRequest() {
        Optional<Frame> bound = current();
        return bound.isPresent() && bound.get().scope().isOfRequest();
    }

    /** Returns the caller that was given for this thread. */
    Optional<String> caller() {
        return current().flatMap(Frame::caller);
    }

    Optional<Frame> current() {
        Optional<Frame> bound = frame.get();
        return bound == null ? Optional.empty() : bound;
    }
}
