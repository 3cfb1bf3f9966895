package io.tidemark.wal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The positions that threads wait for. All threads that wait for one position share one future, which the first poll that
 * shows the position completes. Thread-safe.
 */
final class WaitedPositions {

    /** The wait of all threads for one position. */
    static final class Wait {
        private final Position required;
        private final CompletableFuture<ReplicaName> reached = new CompletableFuture<>();

        /** Guarded by the positions. */
        private int threads;

        private Wait(Position required) {
            this.required = required;
        }

        /** Completed with the first replica that covers the position. */
        CompletableFuture<ReplicaName> reached() {
            return reached;
        }
    }

    private final Map<Position, Wait> waits = new HashMap<>();
    private final Runnable first;
    private volatile boolean any;

    /** @param first runs when a thread begins to wait and no other one waits; must not need a lock that polls hold */
    WaitedPositions(Runnable first) {
        this.first = first;
    }

    /** Whether a thread waits. Reads one field. */
    boolean any() {
        return any;
    }

    /** Adds a thread that waits. The thread calls {@link #leave} afterwards, in a {@code finally}. */
    Wait join(Position required) {
        boolean begins;
        Wait wait;
        synchronized (this) {
            begins = waits.isEmpty();
            wait = waits.computeIfAbsent(required, Wait::new);
            wait.threads++;
            any = true;
        }
        if (begins) {
            first.run();
        }
        return wait;
    }

    /** Removes a thread. */
    synchronized void leave(Wait wait) {
        if (--wait.threads == 0 && waits.get(wait.required) == wait) {
            waits.remove(wait.required);
            any = !waits.isEmpty();
        }
    }

    /** Ends the waits for each position that the replica covers in this state. */
    void reached(ReplicaName replica, ReplicaState state) {
        if (any && state.eligible()) {
            complete(replica, state);
        }
    }

    private synchronized void complete(ReplicaName replica, ReplicaState state) {
        waits.values().removeIf(wait -> state.covers(wait.required) && wait.reached.complete(replica));
        any = !waits.isEmpty();
    }
}
