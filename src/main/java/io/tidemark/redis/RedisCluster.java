package io.tidemark.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClusterClient;
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
    private final long confirmMillis;

    RedisCluster(Supplier<RedisClusterClient> client, Duration timeout) {
        this.client = new Lazy<>(client);
        this.confirmMillis = SingleMasterRedis.confirmMillis(timeout);
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
    public Confirmed evalConfirmed(RedisScript script, List<String> keys, List<String> arguments, int replicas) {
        try {
            return onItsServer(script, keys, arguments, replicas);
        } catch (JedisRedirectionException moved) {
            client.get().refreshClusterTopology();
            return onItsServer(script, keys, arguments, replicas);
        }
    }

    private Confirmed onItsServer(RedisScript script, List<String> keys, List<String> arguments, int replicas) {
        int slot = JedisClusterCRC16.getSlot(keys.get(0));
        try (Pipeline pipeline = new Pipeline(client.get().getConnectionFromSlot(slot), true)) {
            return SingleMasterRedis.pipelined(pipeline, script, keys, arguments, replicas, confirmMillis);
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
