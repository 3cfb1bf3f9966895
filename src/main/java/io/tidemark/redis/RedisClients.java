package io.tidemark.redis;

import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/**
 * Creates Jedis clients in which every wait has a bound. By default, Jedis waits for a pooled connection without limit.
 */
final class RedisClients {

    /** Enough attempts for a moved slot: its former server returns a redirection, and its new server answers. */
    private static final int CLUSTER_ATTEMPTS = 3;

    private RedisClients() {}

    /** Creates a pooled client of one server. It connects at its first use. */
    static RedisClient single(RedisAddress address, Duration timeout, int connections) {
        return RedisClient.builder()
                .hostAndPort(address.nodes().iterator().next())
                .clientConfig(config(address, timeout))
                .poolConfig(pool(timeout, connections))
                .build();
    }

    /**
     * Creates a pooled client of the server that the Sentinels name. It connects to them immediately, and follows their
     * announcements on its own threads until it is closed.
     */
    static RedisSentinelClient sentinel(RedisAddress address, Duration timeout, int connections) {
        return RedisSentinelClient.builder()
                .masterName(address.master())
                .sentinels(address.nodes())
                .sentinelClientConfig(sentinelConfig(address, timeout))
                .clientConfig(config(address, timeout))
                .poolConfig(pool(timeout, connections))
                .build();
    }

    /** Creates a client of a cluster with a pool per server. It requests the cluster's slots immediately. */
    static RedisClusterClient cluster(RedisAddress address, Duration timeout, int connections) {
        return RedisClusterClient.builder()
                .nodes(address.nodes())
                .maxAttempts(CLUSTER_ATTEMPTS)
                .maxTotalRetriesDuration(timeout)
                .clientConfig(config(address, timeout))
                .poolConfig(pool(timeout, connections))
                .build();
    }

    private static JedisClientConfig config(RedisAddress address, Duration timeout) {
        return login(address, timeout).database(address.database()).build();
    }

    private static JedisClientConfig sentinelConfig(RedisAddress address, Duration timeout) {
        return login(address, timeout).build();
    }

    private static DefaultJedisClientConfig.Builder login(RedisAddress address, Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .protocol(RedisProtocol.RESP2)
                // Redis 7.0 does not have this command, and an ACL of that version cannot permit it without permitting
                // all of CLIENT.
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .clientName("tidemark");
        address.user().ifPresent(config::user);
        address.password().ifPresent(config::password);
        if (address.tls()) {
            // The JVM must trust the certificate, which must match the host of the URI. This is also the default of
            // Jedis.
            config.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        return config;
    }

    private static ConnectionPoolConfig pool(Duration timeout, int connections) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setMaxWait(timeout);
        // The thread of the evictor would outlive a redeployment of the application.
        pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
        return pool;
    }
}
