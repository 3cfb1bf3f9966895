/**
 * The adapters for PostgreSQL, over JDBC: positions of servers, identities of pooled connections, the state of server
 * processes, and the catalogue for the classifier.
 *
 * <p>May import: the JDK, {@code java.sql}, {@code io.tidemark.jdbc.physical}, {@code io.tidemark.sql}, {@code io.tidemark.time} and
 * {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.postgres;

import org.jspecify.annotations.NullMarked;
