package io.tidemark.assembly;

import io.tidemark.marks.MarkStore;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.wal.Backends;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.ReplicaSource;
import java.util.List;

/**
 * The ports to the servers.
 *
 * @param primary polled for the primary's position; its loop closes it
 * @param replicas polled for the replicas' positions, at least one; their names differ
 * @param marks closed by its creator, after all loops have ended
 * @param backends asked about commits that are in doubt
 * @param telemetry receives the events of the assembly
 */
public record ReplicationPorts(
        PositionSource primary, List<ReplicaSource> replicas, MarkStore marks, Backends backends, Telemetry telemetry) {

    /** Creates ports without telemetry. */
    public ReplicationPorts(PositionSource primary, List<ReplicaSource> replicas, MarkStore marks, Backends backends) {
        this(primary, replicas, marks, backends, Telemetry.NONE);
    }

    /** Checks that there is a replica. */
    public ReplicationPorts {
        replicas = List.copyOf(replicas);
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("There is no replica");
        }
    }
}
