/**
 * Positions, and what the catalogue says of functions, read from PostgreSQL over JDBC.
 *
 * <p>May import: the JDK, {@code java.sql}, {@code io.tidemark.jdbc.physical}, {@code io.tidemark.sql} and {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.postgres;

import org.jspecify.annotations.NullMarked;
