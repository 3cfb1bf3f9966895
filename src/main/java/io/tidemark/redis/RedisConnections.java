package io.tidemark.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections to Redis, to one server or several. Does not connect before its first use; every wait is bounded.
 * Throws Jedis' exceptions. Thread-safe.
 */
interface RedisConnections extends AutoCloseable {

    /** How many buckets there are: as many as may be lost one by one, or more. */
    int buckets();

    /** Runs a script where its first key is; all its keys are in one bucket. */
    @Nullable
    Object eval(RedisScript script, List<String> keys, List<String> arguments);

    /** The same, and returns how many of the server's replicas have what it wrote, after waiting for so many. */
    Confirmed evalConfirmed(RedisScript script, List<String> keys, List<String> arguments, int replicas);

    /** Forgets connections that may lead to a server that is lost, or is not what it was. */
    void reset();

    @Override
    void close();

    /**
     * What a script answered, and who has it.
     *
     * @param replicas how many replicas have confirmed it
     */
    record Confirmed(@Nullable Object answer, long replicas) {}
}
