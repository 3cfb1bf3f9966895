package io.tidemark.redis;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What may be set about Redis.
 *
 * @param uri where it is; see {@link #check}
 * @param timeout for a connection of the pool, for connecting, and for an answer; each by itself
 * @param connections the size of the pool, per server
 * @param namespace keeps applications apart that share a Redis and a cluster
 * @param horizon how long a mark lives after it was last raised
 * @param replicas how many replicas of Redis must confirm a raise; empty for one, as soon as the server has been seen with
 *     a replica
 * @param callers in which form callers' names are part of keys
 */
public record RedisSettings(
        URI uri,
        Duration timeout,
        int connections,
        String namespace,
        Duration horizon,
        OptionalInt replicas,
        Callers callers) {

    /** In which form callers' names are part of keys. */
    public enum Callers {
        /** As they are. A name that is long or cannot be encoded is hashed. */
        PLAIN,
        /** By their SHA-256. A hash does not hide a name that somebody can guess. */
        HASHED
    }

    /**
     * Checks an address: {@code redis://[user:password@]host[:port][/database]},
     * {@code redis-sentinel://[user:password@]host:port,…/master[/database]} or
     * {@code redis-cluster://[user:password@]host:port,…}, or {@code rediss} in the place of {@code redis} for TLS.
     *
     * @throws IllegalArgumentException that says what is expected
     */
    public static void check(URI uri) {
        RedisAddress.of(uri);
    }
}
