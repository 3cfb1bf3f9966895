package io.tidemark.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * Runs a script like {@link #eval}, then waits for a number of the server's replicas, and returns the number that
     * have confirmed the script's writes.
     */
    Confirmed evalConfirmed(RedisScript script, List<String> keys, List<String> arguments, int replicas);

    /** Discards pooled connections, which may lead to a server that was lost or has changed its role. */
    void reset();

    @Override
    void close();

    /**
     * The answer of a script, with its confirmations.
     *
     * @param replicas the number of replicas that have confirmed the script's writes
     */
    record Confirmed(@Nullable Object answer, long replicas) {}
}
