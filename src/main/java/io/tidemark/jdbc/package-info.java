/**
 * A data source whose connections send each statement to the server that is chosen for it.
 *
 * <p>May import: {@code java.sql}, {@code javax.sql}, {@code io.tidemark}, {@code io.tidemark.jdbc.physical}, {@code io.tidemark.routing},
 * {@code io.tidemark.sql}, {@code io.tidemark.wal} and {@code io.tidemark.writes}.
 */
@NullMarked
package io.tidemark.jdbc;

import org.jspecify.annotations.NullMarked;
