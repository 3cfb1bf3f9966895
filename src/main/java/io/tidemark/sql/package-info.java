/**
 * Tells provable reads from everything else, from the SQL text alone.
 *
 * <p>May import: the JDK.
 */
@NullMarked
package io.tidemark.sql;

import org.jspecify.annotations.NullMarked;
