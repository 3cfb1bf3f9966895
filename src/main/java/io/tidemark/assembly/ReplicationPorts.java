package io.tidemark.assembly;

import io.tidemark.marks.MarkStore;
import io.tidemark.wal.Backends;
import io.tidemark.wal.PositionSource;

/**
 * The ports to the servers.
 *
 * @param primary polled for the primary's position; its loop closes it
 * @param replica polled for the replica's position; its loop closes it
 * @param marks closed by its creator, after all loops have ended
 * @param backends asked about commits that are in doubt
 */
public record ReplicationPorts(PositionSource primary, PositionSource replica, MarkStore marks, Backends backends) {}
