/**
 * The transaction of the current thread, from Jakarta Transactions.
 *
 * <p>May import: the JDK, {@code jakarta.transaction} and {@code io.tidemark.writes}.
 */
@NullMarked
package io.tidemark.jta;

import org.jspecify.annotations.NullMarked;
