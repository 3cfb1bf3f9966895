package io.tidemark.redis;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;

/**
 * The connections to one or several Redis servers. An implementation connects at its first use, and every wait has a
 * bound. Throws Jedis exceptions. Thread-safe.
 */
interface RedisConnections extends AutoCloseable {

    /** Returns the number of buckets, which is at least the number of servers that can be lost independently. */
    int buckets();

    /** Runs a script on the server of its first key. All its keys must belong to one bucket. */
    @Nullable
    Object eval(RedisScript script, List<String> keys, List<String> arguments);

    /**
     * Runs commands in their order over one connection to the server of a key, in one round trip. The server may run
     * commands of other clients between them.
     *
     * @param key any key of the bucket
     * @param commands adds commands of this bucket, calls {@link Pipeline#sync} once, and returns the result; a cluster
     *     calls it twice if the bucket has moved or the connection was closed
     */
    <T> T pipelined(String key, Function<Pipeline, T> commands);

    /** Discards pooled connections, which may lead to a server that was lost or has changed its role. */
    void reset();

    @Override
    void close();
}
