package io.tidemark.redis;

import java.net.SocketTimeoutException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.clients.jedis.util.Pool;

/**
 * A Redis Cluster. All keys of a bucket have its number as their hash tag, so they are always on the same server. The
 * number of buckets is constant, because the number of servers may change.
 */
final class RedisCluster implements RedisConnections {

    private static final int BUCKETS = 16;

    private final Lazy<RedisClusterClient> client;

    RedisCluster(Supplier<RedisClusterClient> client) {
        this.client = new Lazy<>(client);
    }

    @Override
    public int buckets() {
        return BUCKETS;
    }

    @Override
    public @Nullable Object eval(RedisScript script, List<String> keys, List<String> arguments) {
        return client.get().eval(script.text(), keys, arguments);
    }

    @Override
    public <T> T pipelined(String key, Function<Pipeline, T> commands) {
        try {
            return onItsServer(key, commands);
        } catch (JedisRedirectionException | JedisConnectionException failed) {
            if (failed.getCause() instanceof SocketTimeoutException) {
                throw failed;
            }
            client.get().refreshClusterTopology();
            return onItsServer(key, commands);
        }
    }

    private <T> T onItsServer(String key, Function<Pipeline, T> commands) {
        int slot = JedisClusterCRC16.getSlot(key);
        try (Pipeline pipeline = new Pipeline(client.get().getConnectionFromSlot(slot), true)) {
            return commands.apply(pipeline);
        }
    }

    @Override
    public void reset() {
        client.ifMade(made -> made.getClusterNodes().values().forEach(Pool::clear));
    }

    @Override
    public void close() {
        client.close();
    }
}
