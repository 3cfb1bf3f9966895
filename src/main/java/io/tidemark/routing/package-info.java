/**
 * The decision: which server answers a statement, and the scope within which that is sticky.
 *
 * <p>May import: the JDK, {@code io.tidemark}, {@code io.tidemark.marks}, {@code io.tidemark.writes},
 * {@code io.tidemark.time} and {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.routing;

import org.jspecify.annotations.NullMarked;
