package io.tidemark.it;

import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import io.tidemark.routing.MarkStore;
import io.tidemark.routing.MarkStoreContract;
import io.tidemark.servers.RedisGroup;
import io.tidemark.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;

/** The store in a real Redis Cluster keeps to the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("standalone")
class RedisClusterMarksIT implements MarkStoreContract {

    private final RedisGroup cluster;
    private final List<RedisMarks> stores = new ArrayList<>();

    RedisClusterMarksIT() throws Exception {
        cluster = RedisGroup.cluster(Path.of(System.getProperty("basedir", ""), "target/it/redis-cluster")
                .toAbsolutePath());
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Override
    public MarkStore emptyStore() {
        RedisMarks marks = new RedisMarks(new RedisSettings(
                cluster.uri(),
                Duration.ofSeconds(2),
                32,
                UUID.randomUUID().toString(),
                Duration.ofMinutes(10),
                OptionalInt.empty()));
        stores.add(marks);
        return marks;
    }

    @AfterEach
    void close() {
        stores.forEach(RedisMarks::close);
        stores.clear();
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
            for (int bucket = 0; bucket < stores.get(0).buckets(); bucket++) {
                stores.get(0).check(CLUSTER, bucket);
            }
            return true;
        });
    }
}
