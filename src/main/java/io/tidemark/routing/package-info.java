/**
 * The decision: which server answers a statement, and what must be remembered of a write.
 *
 * <p>May import: the JDK, {@code io.tidemark} and {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.routing;

import org.jspecify.annotations.NullMarked;
