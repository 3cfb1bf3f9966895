package io.tidemark.it.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.it.support.Awaiting;
import io.tidemark.marks.CallerMarks;
import io.tidemark.marks.MarkStore;
import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import io.tidemark.servers.RedisGroup;
import io.tidemark.servers.RedisServer;
import io.tidemark.servers.TestServers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/** Runs the contract of {@code MarkStore} on a real Redis Cluster. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("standalone")
class RedisClusterMarksIT implements RedisMarksContract {

    private final RedisGroup cluster;
    private final RedisClusterClient administrator;
    private final NamespacedStores stores = new NamespacedStores();

    RedisClusterMarksIT() throws Exception {
        cluster = RedisGroup.cluster(TestServers.work().resolve("redis-cluster"));
        administrator = RedisClusterClient.builder()
                .nodes(Set.of(new HostAndPort("127.0.0.1", cluster.master().port())))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .password(cluster.password())
                        .build())
                .build();
    }

    @AfterAll
    void stop() {
        administrator.close();
        cluster.close();
    }

    @Override
    public MarkStore emptyStore() {
        return stores.create(cluster.uri());
    }

    @Test
    void inAClusterAUserAlsoNeedsToAskWhereItsServersAre() throws Exception {
        for (RedisServer server : cluster.servers()) {
            try (Jedis administrator = new Jedis(server.uri())) {
                administrator.aclSetUser("app", RedisRights.of("app", "cluster"));
                administrator.aclSetUser("app", "+cluster|slots");
            }
        }
        URI uri = URI.create(cluster.uri().toString().replace("://:" + cluster.password(), "://app:secret"));
        try (RedisMarks restricted = new RedisMarks(new RedisSettings(
                uri,
                Duration.ofSeconds(2),
                2,
                "cluster",
                Duration.ofMinutes(10),
                OptionalInt.empty(),
                RedisSettings.Callers.HASHED))) {
            for (String caller : List.of("alice", "bob", "carol", "\ud800")) {
                int bucket = restricted.bucket(caller);
                restricted.raiseFloor(CLUSTER, bucket, restricted.epoch(CLUSTER, bucket), LATER);
                restricted.check(CLUSTER, bucket);
                restricted.addPending(CLUSTER, caller, "w1", LONG);
                restricted.raise(CLUSTER, caller, LATER, Set.of("w1"));
                CallerMarks marks = restricted.fetch(CLUSTER, caller);
                assertEquals(
                        new CallerMarks(Optional.of(LATER), Optional.of(LATER), false, Set.of(), false, marks.time()),
                        marks);
            }
        }
    }

    @Override
    public UnifiedJedis administrator() {
        return administrator;
    }

    @Override
    public String namespace() {
        return stores.namespace();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Override
    public void empty() {
        for (RedisServer server : cluster.masters()) {
            try (Jedis administrator = new Jedis(server.uri())) {
                administrator.flushAll();
            }
        }
    }

    @Override
    public void save() throws Exception {
        for (RedisServer server : cluster.masters()) {
            server.save();
        }
    }

    /** Each is back before the others miss it. */
    @Override
    public void restore() throws Exception {
        for (RedisServer server : cluster.masters()) {
            server.restartFromSnapshot();
        }
        Awaiting.until("every bucket of the cluster", () -> {
            for (int bucket = 0; bucket < stores.first().buckets(); bucket++) {
                stores.first().check(CLUSTER, bucket);
            }
            return true;
        });
    }
}
