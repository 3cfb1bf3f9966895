/**
 * Positions, and what the catalogue says of functions, read from PostgreSQL over JDBC.
 *
 * <p>May import: the JDK, {@code java.sql}, {@code io.tidemark.jdbc}, {@code io.tidemark.sql}, {@code io.tidemark.time} and
 * {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.postgres;

import org.jspecify.annotations.NullMarked;
