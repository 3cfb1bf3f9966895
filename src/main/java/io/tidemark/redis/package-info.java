/**
 * The store of marks in Redis, accessed through Jedis.
 *
 * <p>May import: the JDK, Jedis with the pool that it is built on, {@code io.tidemark.marks} and {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.redis;

import org.jspecify.annotations.NullMarked;
