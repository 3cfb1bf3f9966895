/**
 * Writes, from their first statement to the raise of the mark: announced to the store before they can be committed,
 * recorded after the commit, settled if its answer was lost.
 *
 * <p>May import: the JDK, {@code io.tidemark.marks}, {@code io.tidemark.time} and {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.writes;

import org.jspecify.annotations.NullMarked;
