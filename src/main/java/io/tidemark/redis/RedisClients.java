package io.tidemark.redis;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.util.JedisURIHelper;

/** Jedis clients with every wait bounded; Jedis' own defaults wait for a connection for ever. */
public final class RedisClients {

    private RedisClients() {}

    /**
     * A pooled client, which connects at its first use.
     *
     * @param uri {@code redis://} or {@code rediss://} (TLS), with user, password and database where needed
     * @param timeout for a connection of the pool, for connecting, and for an answer; each by itself
     * @param connections the size of the pool
     */
    public static RedisClient pooled(URI uri, Duration timeout, int connections) {
        int millis = Math.toIntExact(timeout.toMillis());
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri))
                .protocol(RedisProtocol.RESP2)
                .clientName("tidemark");
        if (JedisURIHelper.isRedisSSLScheme(uri)) {
            // The certificate must be trusted by the JVM, and be for the host of the URI. It is Jedis' default, too.
            config.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setMaxWait(timeout);
        // The evictor's thread would outlive a redeployment of the application.
        pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(uri))
                .clientConfig(config.build())
                .poolConfig(pool)
                .build();
    }
}
