/**
 * The callers' marks: the port to the store that keeps them, when that store is used, and the position that a caller's
 * reads must include.
 *
 * <p>May import: the JDK, {@code io.tidemark.time} and {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.marks;

import org.jspecify.annotations.NullMarked;
