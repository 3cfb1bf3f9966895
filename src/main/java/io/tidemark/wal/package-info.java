/**
 * Positions in PostgreSQL's write-ahead log and what is known of the servers' positions. Ports for reading them;
 * adapters are elsewhere.
 *
 * <p>May import: the JDK, {@code io.tidemark.secrets} and {@code io.tidemark.time}.
 */
@NullMarked
package io.tidemark.wal;

import org.jspecify.annotations.NullMarked;
