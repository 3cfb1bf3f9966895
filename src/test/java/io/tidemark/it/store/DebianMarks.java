package io.tidemark.it.store;

import io.tidemark.it.support.Awaiting;
import io.tidemark.marks.MarkStore;
import io.tidemark.servers.DebianRedis;
import io.tidemark.servers.TestServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The store in a server of Debian's packages keeps to the contract, as it does in the embedded one. */
@Tag("debian")
@Tag("standalone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DebianMarks implements RedisMarksContract {

    private final DebianRedis redis;
    private final RedisClient administrator;
    private final NamespacedStores stores = new NamespacedStores();

    DebianMarks(Path program) throws Exception {
        redis = new DebianRedis(program, TestServers.work().resolve(program.getFileName() + "-debian"));
        administrator = RedisClient.create(redis.server().uri());
    }

    @AfterAll
    void stop() {
        administrator.close();
        redis.close();
    }

    @Override
    public MarkStore emptyStore() {
        return stores.create(redis.server().uri());
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
        try (Jedis administrator = new Jedis(redis.server().uri())) {
            administrator.flushAll();
        }
    }

    @Override
    public void save() throws Exception {
        redis.server().save();
    }

    @Override
    public void restore() throws Exception {
        redis.server().restartFromSnapshot();
        administrator.getPool().clear();
        Awaiting.until("Redis", () -> stores.first().check(CLUSTER, BUCKET) != null);
    }

    /** {@return the server's INFO} */
    String info() {
        try (Jedis administrator = new Jedis(redis.server().uri())) {
            return administrator.info("server");
        }
    }
}
