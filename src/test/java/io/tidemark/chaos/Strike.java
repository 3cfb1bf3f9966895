package io.tidemark.chaos;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one planned fault.
 *
 * @param begin begins it
 * @param end ends it, and returns when the server works again. It also runs if the begin has failed
 */
record Strike(Action begin, Action end) {

    /** A part of a strike. */
    interface Action {
        void run() throws Exception;
    }

    /** Begins a fault, and returns what ends it. */
    interface Beginning<T> {
        T begin() throws Exception;
    }

    /** Ends a fault that has begun. */
    interface Ending<T> {
        void end(T begun) throws Exception;
    }

    /** {@return a strike whose end needs the result of its begin, and does nothing if the begin has failed} */
    static <T> Strike of(Beginning<T> beginning, Ending<T> ending) {
        AtomicReference<@Nullable T> kept = new AtomicReference<>();
        return new Strike(() -> kept.set(beginning.begin()), () -> {
            T begun = kept.get();
            if (begun != null) {
                ending.end(begun);
            }
        });
    }

    /** {@return the same with a further action at its end, whatever happened before} */
    Strike then(Action last) {
        return new Strike(begin, () -> {
            try {
                end.run();
            } finally {
                last.run();
            }
        });
    }

    /** {@return a strike that is over at once} */
    static Strike atOnce(Action action) {
        return new Strike(action, () -> {});
    }
}
