package io.tidemark.audit;

import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.Replicas;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.Optional;

/** The positions of the watches, which poll for all requests. No connection of a pool is used. */
public record WatchedPositions(PrimaryWatch primary, Replicas replicas) implements AuditPositions {

    @Override
    public Optional<Position> lastOfPrimary() {
        return primary.state().last().map(PositionReading::position);
    }

    @Override
    public Position ofPrimaryNow() throws ServerFault {
        return primary.positionAfterNow().position();
    }

    @Override
    public boolean awaitReplica(ReplicaName name, Position required, Duration longest) {
        Optional<ReplicaWatch> replica = replicas.named(name);
        if (replica.isEmpty()) {
            return false;
        }
        primary.waitFor(required);
        long end = System.nanoTime() + longest.toNanos();
        long left = longest.toNanos();
        boolean covers = replica.get().covers(Optional.of(required));
        while (!covers && left > 0 && !Thread.currentThread().isInterrupted()) {
            covers = replica.get().awaitPoll(Duration.ofNanos(left)).covers(Optional.of(required));
            left = end - System.nanoTime();
        }
        return covers;
    }
}
