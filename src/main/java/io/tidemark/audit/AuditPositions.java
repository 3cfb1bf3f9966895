package io.tidemark.audit;

import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.Optional;

/** The port of an audit to the positions of the servers. Implementations are thread-safe. */
public interface AuditPositions {

    /** Returns the last known insert position of the primary, without a query. It was read before this call. */
    Optional<Position> lastOfPrimary();

    /**
     * Returns the insert position of the primary by a query that starts after this call.
     *
     * @throws ServerFault if there is no answer
     */
    Position ofPrimaryNow() throws ServerFault;

    /** Waits until the replica covers the position. Returns false if it does not within the time, or is not eligible. */
    boolean awaitReplica(ReplicaName replica, Position required, Duration longest);
}
