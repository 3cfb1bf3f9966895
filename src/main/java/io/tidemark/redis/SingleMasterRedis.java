package io.tidemark.redis;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.UnifiedJedis;

/**
 * A Redis with a single master, found by its address or through Sentinels. The client is created at its first use,
 * which may fail.
 */
final class SingleMasterRedis<C extends UnifiedJedis> implements RedisConnections {

    private final Lazy<C> client;
    private final Consumer<C> clear;

    /**
     * Prepares the client without creating it.
     *
     * @param client creates the client
     * @param clear empties the client's pool
     */
    SingleMasterRedis(Supplier<C> client, Consumer<C> clear) {
        this.client = new Lazy<>(client);
        this.clear = clear;
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
    public <T> T pipelined(String key, Function<Pipeline, T> commands) {
        try (Pipeline pipeline = (Pipeline) client.get().pipelined()) {
            return commands.apply(pipeline);
        }
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
