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

/** Jedis clients with every wait bounded; Jedis' own defaults wait for a connection for ever. */
final class RedisClients {

    /** A server of a cluster that has moved its slots is asked where to, and then the other one. */
    private static final int CLUSTER_ATTEMPTS = 3;

    private RedisClients() {}

    /** A pooled client of one server, which connects at its first use. */
    static RedisClient single(RedisAddress address, Duration timeout, int connections) {
        return RedisClient.builder()
                .hostAndPort(address.nodes().iterator().next())
                .clientConfig(config(address, timeout))
                .poolConfig(pool(timeout, connections))
                .build();
    }

    /**
     * A pooled client of the server that Sentinels name; it asks them at once, and follows what they tell on threads of
     * its own until it is closed.
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

    /** A client of a cluster, with a pool per server; it asks for the cluster's slots at once. */
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
                // Redis 7.0 knows no such command, and cannot permit it to a user who may not do all that CLIENT can.
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .clientName("tidemark");
        address.user().ifPresent(config::user);
        address.password().ifPresent(config::password);
        if (address.tls()) {
            // The certificate must be trusted by the JVM, and be for the host of the URI. It is Jedis' default, too.
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
        // The evictor's thread would outlive a redeployment of the application.
        pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
        return pool;
    }
}
