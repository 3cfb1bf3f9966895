/**
 * Time for the rest of the library: the monotonic clock as a port, and the pauses of a thread that works at intervals.
 *
 * <p>It is a package of its own so that {@code io.tidemark.sql} and {@code io.tidemark.wal} share one clock without a
 * dependency between SQL and servers. For the wall clocks of servers, see {@code io.tidemark.wal.ClockBounds}.
 *
 * <p>May import: the JDK.
 */
@NullMarked
package io.tidemark.time;

import org.jspecify.annotations.NullMarked;
