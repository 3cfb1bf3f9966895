/**
 * Connections that are borrowed from the pools of the primary and the replica: borrowed at their first use, brought to the
 * properties of the routed connection, restored, and returned.
 *
 * <p>The pools are ports, {@link io.tidemark.jdbc.physical.PrimaryPool} and {@link io.tidemark.jdbc.physical.ReplicaPool}; an
 * adapter that is named for the database implements them. {@code io.tidemark.jdbc} chooses the server of a statement. No class
 * here refers to that package.
 *
 * <p>May import: {@code java.sql}, {@code javax.sql}, {@code io.tidemark}, {@code io.tidemark.routing}, {@code io.tidemark.wal}
 * and {@code io.tidemark.writes}.
 */
@NullMarked
package io.tidemark.jdbc.physical;

import org.jspecify.annotations.NullMarked;
