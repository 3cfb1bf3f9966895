/**
 * A data source whose connections send each statement to the server that is chosen for it.
 *
 * <p>May import: {@code java.sql}, {@code javax.sql}, {@code io.tidemark}, {@code io.tidemark.routing} and
 * {@code io.tidemark.sql}.
 */
@NullMarked
package io.tidemark.jdbc;

import org.jspecify.annotations.NullMarked;
