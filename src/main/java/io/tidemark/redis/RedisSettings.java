package io.tidemark.redis;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings for Redis.
 *
 * @param uri the address, see {@link #check}
 * @param timeout the time-out for each of three waits: for a pooled connection, for connecting, and for an answer
 * @param connections the size of the pool, per server
 * @param namespace separates applications that share a Redis and a PostgreSQL cluster
 * @param horizon the life of a mark after its last raise
 * @param replicas the number of Redis replicas that must confirm a raise; empty for one as soon as the server has been
 *     seen with a replica
 * @param callers the form of callers' names in keys
 */
public record RedisSettings(
        URI uri,
        Duration timeout,
        int connections,
        String namespace,
        Duration horizon,
        OptionalInt replicas,
        Callers callers) {

    /** The form of callers' names in keys. */
    public enum Callers {
        /** Plain text. A name that is long or cannot be encoded is hashed. */
        PLAIN,
        /** The SHA-256 of the name. A hash does not hide a name that can be guessed. */
        HASHED
    }

    /** Returns the host and the port of a single server; empty with Sentinels and for a cluster, which have several. */
    public Optional<InetSocketAddress> server() {
        RedisAddress address = RedisAddress.of(uri);
        return address.kind() == RedisAddress.Kind.SINGLE
                ? address.nodes().stream()
                        .findFirst()
                        .map(node -> InetSocketAddress.createUnresolved(node.getHost(), node.getPort()))
                : Optional.empty();
    }

    /**
     * Checks an address: {@code redis://[user:password@]host[:port][/database]},
     * {@code redis-sentinel://[user:password@]host:port,…/master[/database]} or
     * {@code redis-cluster://[user:password@]host:port,…}, with {@code rediss} instead of {@code redis} for TLS.
     *
     * @throws IllegalArgumentException with the expected form
     */
    public static void check(URI uri) {
        RedisAddress.of(uri);
    }
}
