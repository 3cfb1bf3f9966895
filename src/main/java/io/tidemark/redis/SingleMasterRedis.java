package io.tidemark.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/**
 * A Redis with a single master, found by its address or through Sentinels. The client is created at its first use,
 * which may fail.
 */
final class SingleMasterRedis<C extends UnifiedJedis> implements RedisConnections {

    private final Lazy<C> client;
    private final Consumer<C> clear;
    private final long confirmMillis;

    /**
     * Prepares the client without creating it.
     *
     * @param client creates the client
     * @param clear empties the client's pool
     * @param timeout the time-out for an answer
     */
    SingleMasterRedis(Supplier<C> client, Consumer<C> clear, Duration timeout) {
        this.client = new Lazy<>(client);
        this.clear = clear;
        this.confirmMillis = confirmMillis(timeout);
    }

    /**
     * Returns the time to wait for replicas. It is shorter than the time-out for the answer, so that the answer
     * arrives.
     */
    static long confirmMillis(Duration timeout) {
        return Math.max(1, timeout.toMillis() * 3 / 4);
    }

    @Override
    public int buckets() {
        return 1;
    }

    @Override
    public @Nullable Object eval(RedisScript script, List<String> keys, List<String> arguments) {
        return client.get().eval(script.text(), keys, arguments);
    }

    @Override
    public Confirmed evalConfirmed(RedisScript script, List<String> keys, List<String> arguments, int replicas) {
        try (Pipeline pipeline = (Pipeline) client.get().pipelined()) {
            return pipelined(pipeline, script, keys, arguments, replicas, confirmMillis);
        }
    }

    /**
     * Sends both commands over one connection in one round trip, because WAIT covers only the writes of its own
     * connection.
     */
    static Confirmed pipelined(
            Pipeline pipeline,
            RedisScript script,
            List<String> keys,
            List<String> arguments,
            int replicas,
            long millis) {
        Response<Object> answer = pipeline.eval(script.text(), keys, arguments);
        Response<Long> confirmed = pipeline.waitReplicas(replicas, millis);
        pipeline.sync();
        return new Confirmed(answer.get(), confirmed.get());
    }

    @Override
    public void reset() {
        client.ifMade(clear);
    }

    @Override
    public void close() {
        client.close();
    }
}
