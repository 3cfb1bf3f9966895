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
     * @param nested what reads ask for; empty where the code is not routed, although a scope is carried
     * @param caller who was said to read and write here; empty where the application or the server is to be asked
     */
    record Frame(Scope scope, Optional<NestedFreshness> nested, Optional<String> caller) {

        Optional<Freshness> freshness() {
            return nested.map(NestedFreshness::freshness);
        }
    }

    // One object per application, not one per class: two applications on a server share neither threads' scopes nor,
    // after a redeployment, a class loader.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<Optional<Frame>> frame = new ThreadLocal<>();

    /** Carries a scope through a request, without routing its reads. Who reads in it is not known beforehand. */
    public Binding carry(Scope scope) {
        return bind(Optional.of(new Frame(scope, Optional.empty(), Optional.empty())));
    }

    /** Goes on, on this thread, with what held elsewhere. */
    Binding resume(Frame there) {
        return bind(Optional.of(there));
    }

    /** Leaves nothing bound. */
    Binding clear() {
        return bind(Optional.empty());
    }

    /** Routes reads in the scope that is carried, or in a new one of work that is no request where none is. */
    public Binding route(Freshness freshness) {
        Scope scope = scope().orElseGet(Scope::ofWork);
        NestedFreshness nested = current()
                .flatMap(Frame::nested)
                .map(outer -> outer.with(freshness))
                .orElseGet(() -> NestedFreshness.of(freshness));
        return bind(Optional.of(new Frame(scope, Optional.of(nested), caller())));
    }

    private Binding bind(Optional<Frame> now) {
        Optional<Frame> before = current();
        put(now);
        return () -> put(before);
    }

    /** Removes for nothing, instead of keeping that: a pooled thread is left without an entry. */
    private void put(Optional<Frame> now) {
        if (now.isEmpty()) {
            frame.remove();
        } else {
            frame.set(now);
        }
    }

    /** The scope that is bound to this thread. */
    public Optional<Scope> scope() {
        return current().map(Frame::scope);
    }

    /** Who was said to read and write on this thread. */
    Optional<String> caller() {
        return current().flatMap(Frame::caller);
    }

    Optional<Frame> current() {
        Optional<Frame> bound = frame.get();
        return bound == null ? Optional.empty() : bound;
    }
}
