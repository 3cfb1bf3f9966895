/**
 * Assembles the objects that routing to replicas needs: from ports and settings, without a container. An application
 * server's wiring, the tests and the benchmarks all use it, so that tests run the assembly of an application.
 *
 * <p>May import: the JDK, {@code io.tidemark.marks}, {@code io.tidemark.routing}, {@code
 * io.tidemark.telemetry}, {@code io.tidemark.time}, {@code io.tidemark.wal} and {@code io.tidemark.writes}.
 */
@NullMarked
package io.tidemark.assembly;

import org.jspecify.annotations.NullMarked;
