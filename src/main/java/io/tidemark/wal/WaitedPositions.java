package io.tidemark.wal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The positions that threads wait for. All threads that wait for one position share one future, which the first poll that
 * shows the position completes. Thread-safe.
 */
final class WaitedPositions {

    private static final class Waiting {
        private final CompletableFuture<ReplicaName> reached = new CompletableFuture<>();
        private int threads;
    }

    private final Map<Position, Waiting> waits = new HashMap<>();
    private volatile boolean any;

    /** Whether a thread waits. Reads one field. */
    boolean any() {
        return any;
    }

    /** Adds a thread that waits. The thread calls {@link #leave} afterwards, in a {@code finally}. */
    synchronized CompletableFuture<ReplicaName> join(Position required) {
        Waiting waiting = waits.computeIfAbsent(required, position -> new Waiting());
        waiting.threads++;
        any = true;
        return waiting.reached;
    }

    /** Removes a thread. */
    synchronized void leave(Position required) {
        Waiting waiting = waits.get(required);
        if (waiting != null && --waiting.threads == 0) {
            waits.remove(required);
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
        waits.forEach((required, waiting) -> {
            if (state.covers(required)) {
                waiting.reached.complete(replica);
            }
        });
    }
}
