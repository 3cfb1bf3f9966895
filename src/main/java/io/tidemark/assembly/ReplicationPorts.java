package io.tidemark.assembly;

import io.tidemark.marks.MarkStore;
import io.tidemark.wal.Backends;
import io.tidemark.wal.Server;

/**
 * The ports to the servers. Whoever made the store closes it, after all loops have ended.
 *
 * @param primary polled for the primary's position; its loop closes it
 * @param replica polled for the replica's position; its loop closes it
 * @param backends asked about commits that are in doubt
 */
public record ReplicationPorts(Server primary, Server replica, MarkStore marks, Backends backends) {}
