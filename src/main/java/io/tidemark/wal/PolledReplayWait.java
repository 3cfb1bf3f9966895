package io.tidemark.wal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a position by polling the replicas more often. All waiting threads share these polls, so the number of polls
 * does not depend on the number of threads. Thread-safe.
 */
public final class PolledReplayWait implements ReplayWait {

    private final Replicas replicas;

    /** Waits by polling these replicas. */
    public PolledReplayWait(Replicas replicas) {
        this.replicas = replicas;
    }

    @Override
    public Optional<ReplicaName> firstToCover(Position required, Duration wait, CompletableFuture<?> event) {
        // Before joining, which makes the replicas be polled at once.
        Optional<ReplicaName> found = replicas.covering(Optional.of(required));
        if (wait.isZero() || !replicas.anyEligible()) {
            return found;
        }
        long end = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); found.isEmpty() && left > 0; left = end - System.nanoTime()) {
            if (!await(required, left, event)) {
                return Optional.empty();
            }
            // A replica may have become ineligible since it reached the position.
            found = replicas.covering(Optional.of(required));
        }
        return found;
    }

    /** Returns false if the time is over, the event has occurred, or the thread was interrupted. */
    private boolean await(Position required, long nanos, CompletableFuture<?> event) {
        WaitedPositions.Wait waiting = replicas.waited().join(required);
        CompletableFuture<Void> left = new CompletableFuture<>();
        try {
            // After joining, so that no poll in between is missed.
            if (replicas.covering(Optional.of(required)).isEmpty()) {
                CompletableFuture.anyOf(waiting.reached(), event, left).get(nanos, TimeUnit.NANOSECONDS);
            }
            return !event.isDone();
        } catch (TimeoutException | ExecutionException over) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            // Removes this wait from the future that all threads share, which others may keep in use for long.
            left.complete(null);
            replicas.waited().leave(waiting);
        }
    }
}
