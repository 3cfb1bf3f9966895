package io.tidemark.wal;

/**
 * What a server said of itself.
 *
 * @param cluster the cluster that it belongs to
 * @param position a primary's normalised insert position, or the position up to which a replica has replayed
 */
public record Reading(ClusterId cluster, Position position) {}
