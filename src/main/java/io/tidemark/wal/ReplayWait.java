package io.tidemark.wal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Waits until a replica has replayed a position. A port: {@link PolledReplayWait} polls, and a later server may wait by
 * itself. Implementations are thread-safe and serve any number of waiting threads.
 */
@FunctionalInterface
public interface ReplayWait {

    /**
     * Blocks until an eligible replica that new scopes may use covers the position.
     *
     * @param required the position
     * @param wait the maximum time to block; zero returns at once
     * @return the first replica that covers it; empty if the time is over, if no replica is eligible, or if the thread
     *     was interrupted, whose interrupt status is then set
     */
    default Optional<ReplicaName> firstToCover(Position required, Duration wait) {
        return firstToCover(required, wait, new CompletableFuture<>());
    }

    /**
     * The same, but the wait also ends when another event occurs.
     *
     * @param event completed by the event; an implementation may notice it later, but not after the maximum wait
     */
    Optional<ReplicaName> firstToCover(Position required, Duration wait, CompletableFuture<?> event);
}
