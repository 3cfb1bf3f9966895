package io.tidemark.telemetry;

import io.tidemark.Status;

/**
 * The numbers of this node that exist without telemetry: a snapshot of state in memory, taken without a query to any
 * server.
 *
 * @param acceptedTokens the number of client positions with a valid signature
 * @param pendingEntries the number of pending entries that this node holds in the store
 */
public record NodeNumbers(Status status, long acceptedTokens, int pendingEntries) {}
