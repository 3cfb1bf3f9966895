package io.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.redis.RedisClients;
import io.tidemark.redis.RedisMarks;
import io.tidemark.routing.MarkStore;
import io.tidemark.routing.MarkStoreContract;
import io.tidemark.routing.Marks;
import io.tidemark.routing.StoreUnavailable;
import io.tidemark.servers.TestServers;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

/** The store in a real Redis keeps to the contract, and to its expiry. */
class RedisMarksIT implements MarkStoreContract {

    private static final Duration HORIZON = Duration.ofMinutes(10);

    private final RedisClient redis =
            RedisClients.pooled(TestServers.running().redis().uri(), Duration.ofSeconds(2), 32);
    private final String namespace = UUID.randomUUID().toString();
    private final RedisMarks marks = new RedisMarks(redis, namespace, HORIZON);

    @AfterEach
    void close() {
        marks.close();
    }

    @Override
    public MarkStore emptyStore() {
        return marks;
    }

    @Override
    public void empty() {
        redis.del(key("floor"), key("epoch"), key("mark:alice"), key("mark:bob"));
    }

    private String key(String name) {
        return "tidemark:1:" + namespace + ":" + CLUSTER + ":" + name;
    }

    @Test
    void everyRaiseLetsTheMarkLiveForAnotherHorizon() throws Exception {
        Position later = new Position(1, new Lsn(200));
        marks.raise(CLUSTER, "alice", later);
        assertNearHorizon();
        redis.pexpire(key("mark:alice"), 1000);
        marks.raise(CLUSTER, "alice", new Position(1, new Lsn(100)));
        assertNearHorizon();
        assertEquals(later, marks.fetch(CLUSTER, "alice").mark().orElseThrow());
    }

    private void assertNearHorizon() {
        long left = redis.pttl(key("mark:alice"));
        assertTrue(left > HORIZON.toMillis() / 2 && left <= HORIZON.toMillis(), "expires in " + left + " ms");
    }

    @Test
    void floorAndEpochDoNotExpire() throws Exception {
        marks.raiseFloor(CLUSTER, marks.epoch(CLUSTER), new Position(1, new Lsn(1)));
        assertEquals(-1, redis.pttl(key("floor")));
        assertEquals(-1, redis.pttl(key("epoch")));
    }

    @Test
    void aUserWithFewRightsIsEnough() throws Exception {
        try (Jedis administrator = new Jedis(TestServers.running().redis().uri())) {
            administrator.aclSetUser(
                    "app", "on", ">secret", "~tidemark:*", "+mget", "+get", "+set", "+pexpire", "+eval", "+client");
        }
        URI uri = URI.create(
                "redis://app:secret@127.0.0.1:" + TestServers.running().redis().port());
        try (RedisMarks restricted =
                new RedisMarks(RedisClients.pooled(uri, Duration.ofSeconds(2), 1), namespace, HORIZON)) {
            Position position = new Position(1, new Lsn(300));
            restricted.raise(CLUSTER, "alice", position);
            assertEquals(position, restricted.raiseFloor(CLUSTER, restricted.epoch(CLUSTER), position));
            assertEquals(new Marks(Optional.of(position), Optional.of(position)), restricted.fetch(CLUSTER, "alice"));
        }
    }

    @Test
    void aWrongPasswordIsAReasonAndNoExceptionOfJedis() {
        URI uri = URI.create(
                "redis://:wrong@127.0.0.1:" + TestServers.running().redis().port());
        try (RedisMarks refused =
                new RedisMarks(RedisClients.pooled(uri, Duration.ofSeconds(2), 1), namespace, HORIZON)) {
            StoreUnavailable why = assertThrows(StoreUnavailable.class, () -> refused.fetch(CLUSTER, "alice"));
            assertTrue(String.valueOf(why.getMessage()).contains("WRONGPASS"), why.getMessage());
        }
    }
}
