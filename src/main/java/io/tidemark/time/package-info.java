/**
 * Time for the rest of the library: the monotonic clock as a port, and the pauses of a thread that works at intervals.
 *
 * <p>It is a package of its own so that {@code io.tidemark.sql}, which knows nothing of servers, and {@code io.tidemark.wal},
 * which knows nothing of SQL, share one clock without a dependency between them. Wall clocks of servers are no subject
 * here; see {@code io.tidemark.wal.ClockBounds}.
 *
 * <p>May import: the JDK.
 */
@NullMarked
package io.tidemark.time;

import org.jspecify.annotations.NullMarked;
