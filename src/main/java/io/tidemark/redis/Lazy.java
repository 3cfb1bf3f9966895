package io.tidemark.redis;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An object that is created at its first use. A failed creation is tried again at the next use. Thread-safe. */
final class Lazy<C extends AutoCloseable> implements AutoCloseable {

    private final Supplier<C> maker;
    private volatile @Nullable C made;
    private boolean closed;

    Lazy(Supplier<C> maker) {
        this.maker = maker;
    }

    C get() {
        C known = made;
        return known != null ? known : make();
    }

    private synchronized C make() {
        C known = made;
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new IllegalStateException("The store of marks is closed");
        }
        C now = maker.get();
        made = now;
        return now;
    }

    void ifMade(Consumer<C> use) {
        C known = made;
        if (known != null) {
            use.accept(known);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        C known = made;
        if (known == null) {
            return;
        }
        try {
            known.close();
        } catch (Exception failed) {
            throw new IllegalStateException("The Redis client could not be closed", failed);
        }
    }
}
