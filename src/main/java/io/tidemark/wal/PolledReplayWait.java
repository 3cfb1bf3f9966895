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
    public Optional<ReplicaName> firstToCover(Position required, Duration wait) {
        if (wait.isZero() || !replicas.anyEligible()) {
            return covering(required);
        }
        boolean pollsOftenAlready = replicas.waited().any();
        CompletableFuture<ReplicaName> reached = replicas.waited().join(required);
        try {
            // After joining, so that no poll in between is missed.
            Optional<ReplicaName> already = covering(required);
            if (already.isPresent()) {
                return already;
            }
            if (!pollsOftenAlready) {
                replicas.pollNow();
            }
            return Optional.of(reached.get(wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException over) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            replicas.waited().leave(required);
        }
    }

    private Optional<ReplicaName> covering(Position required) {
        for (ReplicaWatch watch : replicas.watches()) {
            if (watch.acceptsScopes() && watch.best(Optional.of(required)).covers(required)) {
                return Optional.of(watch.name());
            }
        }
        return Optional.empty();
    }
}
