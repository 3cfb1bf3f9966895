/**
 * Test kit: a JUnit 5 extension with a PostgreSQL primary, streaming replicas with lag on command, and Redis.
 * {@link io.tidemark.testkit.Tidemark} is the extension. The application under test need not use the library.
 *
 * <p>The connections of {@link io.tidemark.testkit.Replica#dataSource} report each read. While the replica lags by command,
 * {@code StaleReads} repeats the read on the replica and on the primary. Rows that differ are a stale read, and
 * {@link io.tidemark.testkit.StaleReadError} lists them with their places in the code.
 *
 * <p>{@code io.tidemark.testkit.routes} has the assertions on routes, which need the library and no server.
 *
 * <p>May import: the JDK, JUnit's API, and {@code io.tidemark.servers}.
 */
@NullMarked
package io.tidemark.testkit;

import org.jspecify.annotations.NullMarked;
