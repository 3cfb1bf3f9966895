package io.tidemark.it.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.marks.CallerMarks;
import io.tidemark.marks.MarkStore;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import io.tidemark.servers.RedisServer;
import io.tidemark.servers.TestServers;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/** The store in a real Redis keeps to the contract, and to its expiry. */
@Tag("standalone")
class RedisMarksIT implements RedisMarksContract {

    private static final Duration HORIZON = Duration.ofMinutes(10);

    private final RedisServer server = TestServers.running().redis();
    private final RedisClient redis = RedisClient.create(server.uri());
    private final String namespace = UUID.randomUUID().toString();
    private final RedisMarks marks = marks(server.uri(), HORIZON);

    private RedisMarks marks(URI uri, Duration horizon) {
        return new RedisMarks(new RedisSettings(
                uri, Duration.ofSeconds(2), 32, namespace, horizon, OptionalInt.empty(), RedisSettings.Callers.PLAIN));
    }

    @AfterEach
    void close() {
        marks.close();
        redis.close();
    }

    @Override
    public MarkStore emptyStore() {
        return marks;
    }

    @Override
    public UnifiedJedis administrator() {
        return redis;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public void empty() {
        redis.del(key("floor"), key("mark:alice"), key("mark:bob"));
    }

    @Override
    public void save() throws Exception {
        server.save();
    }

    @Override
    public void restore() throws Exception {
        server.restartFromSnapshot();
        // The pools are full of connections that are gone.
        Awaiting.until("Redis answers", () -> redis.ping().equals("PONG") && marks.bucket("") == 0 && answers());
    }

    private boolean answers() throws StoreUnavailable {
        return marks.check(CLUSTER, BUCKET) != null;
    }

    private String key(String name) {
        return "tidemark:2:" + namespace + ":" + CLUSTER + ":{0}:" + name;
    }

    @Test
    void everyRaiseAndEveryAdditionLetsTheMarkLiveForAnotherHorizon() throws Exception {
        Position later = new Position(1, new Lsn(200));
        marks.raise(CLUSTER, "alice", later, Set.of());
        assertNearHorizon();
        redis.pexpire(key("mark:alice"), 1000);
        marks.raise(CLUSTER, "alice", new Position(1, new Lsn(100)), Set.of());
        assertNearHorizon();
        redis.pexpire(key("mark:alice"), 1000);
        marks.addPending(CLUSTER, "alice", "w1", Duration.ofSeconds(1));
        assertNearHorizon();
        assertEquals(later, marks.fetch(CLUSTER, "alice").mark().orElseThrow());
    }

    @Test
    void anEvictionEndsTheFloor() throws Exception {
        Position position = new Position(1, new Lsn(1));
        marks.raiseFloor(CLUSTER, BUCKET, marks.epoch(CLUSTER, BUCKET), position);
        assertEquals(Optional.of(position), marks.fetch(CLUSTER, "alice").floor());
        // A floor does not expire, so that only the victim is evicted.
        redis.configSet("maxmemory-policy", "volatile-random");
        try {
            assertTrue(marks.check(CLUSTER, BUCKET).unsafe().orElse("").contains("volatile-random"));
            redis.set("victim", "x".repeat(1000), SetParams.setParams().ex(1000));
            redis.configSet("maxmemory", "1");
            // Evicts before it runs.
            redis.ping();
            redis.configSet("maxmemory", "0");
            assertFalse(redis.exists("victim"));
            assertEquals(Optional.empty(), marks.fetch(CLUSTER, "alice").floor());
        } finally {
            redis.configSet("maxmemory", "0");
            redis.configSet("maxmemory-policy", "noeviction");
        }
        assertEquals(Optional.empty(), marks.check(CLUSTER, BUCKET).unsafe());
    }

    private void assertNearHorizon() {
        long left = redis.pttl(key("mark:alice"));
        assertTrue(left > HORIZON.toMillis() / 2 && left <= HORIZON.toMillis(), "expires in " + left + " ms");
    }

    @Test
    void theFloorDoesNotExpire() throws Exception {
        marks.raiseFloor(CLUSTER, BUCKET, marks.epoch(CLUSTER, BUCKET), new Position(1, new Lsn(1)));
        assertEquals(-1, redis.pttl(key("floor")));
    }

    @Test
    void aTombstoneExpires() throws Exception {
        marks.dropPending(CLUSTER, "alice", "w1");
        long left = redis.pttl(key("ended:w1"));
        assertTrue(left > 30_000 && left <= 60_000, "expires in " + left + " ms");
    }

    @Test
    void aUserWithFewRightsIsEnough() throws Exception {
        try (Jedis administrator = new Jedis(server.uri())) {
            administrator.aclSetUser("app", RedisRights.of("app", namespace));
        }
        URI uri = URI.create("redis://app:secret@127.0.0.1:" + server.port());
        try (RedisMarks restricted = restricted(uri, namespace, 0)) {
            Position position = new Position(1, new Lsn(300));
            restricted.addPending(CLUSTER, "alice", "w1", HORIZON);
            restricted.raise(CLUSTER, "alice", position, Set.of("w1"));
            restricted.dropPending(CLUSTER, "alice", "w2");
            String epoch = restricted.epoch(CLUSTER, BUCKET);
            assertEquals(position, restricted.raiseFloor(CLUSTER, BUCKET, epoch, position));
            assertTrue(restricted.check(CLUSTER, BUCKET).floor());
            CallerMarks marks = restricted.fetch(CLUSTER, "alice");
            assertEquals(
                    new CallerMarks(Optional.of(position), Optional.of(position), false, Set.of(), false, marks.time()),
                    marks);
            redis.set(key("mark:alice"), "text");
            restricted.raise(CLUSTER, "alice", position, Set.of());
            redis.set(key("mark:alice"), "text");
            restricted.addPending(CLUSTER, "alice", "w3", HORIZON);
            redis.set(key("floor"), "text");
            restricted.epoch(CLUSTER, BUCKET);
        }
        try (RedisMarks confirmed = restricted(uri, namespace, 1)) {
            StoreUnavailable why = assertThrows(
                    StoreUnavailable.class,
                    () -> confirmed.raise(CLUSTER, "alice", new Position(1, new Lsn(400)), Set.of()));
            assertTrue(String.valueOf(why.getMessage()).contains("0 of 1 replicas"), why.getMessage());
        }
    }

    @Test
    void theManualGivesTheSameRights() throws Exception {
        String manual = Files.readString(Path.of(System.getProperty("basedir", ""), "server-config/README.md"));
        String rights = String.join(" ", RedisRights.of("tidemark", "default")).replace("reset on >secret", "");
        assertTrue(manual.contains("ACL SETUSER tidemark on >PASSWORD" + rights + "\n"), rights);
    }

    @Test
    void theUserOfOneNamespaceCanNeitherReadNorWriteAnother() throws Exception {
        marks.raise(CLUSTER, "alice", new Position(1, new Lsn(300)), Set.of());
        try (Jedis administrator = new Jedis(server.uri())) {
            administrator.aclSetUser("other", RedisRights.of("other", "other-" + namespace));
        }
        URI uri = URI.create("redis://other:secret@127.0.0.1:" + server.port());
        try (RedisMarks other = restricted(uri, namespace, 0)) {
            StoreUnavailable why = assertThrows(StoreUnavailable.class, () -> other.fetch(CLUSTER, "alice"));
            assertTrue(String.valueOf(why.getMessage()).contains("NOPERM"), why.getMessage());
            assertThrows(
                    StoreUnavailable.class,
                    () -> other.raise(CLUSTER, "alice", new Position(1, new Lsn(400)), Set.of()));
        }
        try (RedisMarks own = restricted(uri, "other-" + namespace, 0)) {
            own.raise(CLUSTER, "alice", new Position(1, new Lsn(500)), Set.of());
        }
        assertEquals(
                Optional.of(new Position(1, new Lsn(300))),
                marks.fetch(CLUSTER, "alice").mark());
    }

    /** A database has a number only in a URI that names one. */
    @Test
    void anotherDatabaseNeedsTheRightToSelectIt() throws Exception {
        try (Jedis administrator = new Jedis(server.uri())) {
            administrator.aclSetUser("second", RedisRights.of("second", namespace));
            URI uri = URI.create("redis://second:secret@127.0.0.1:" + server.port() + "/1");
            try (RedisMarks refused = restricted(uri, namespace, 0)) {
                assertThrows(StoreUnavailable.class, () -> refused.fetch(CLUSTER, "alice"));
            }
            administrator.aclSetUser("second", "+select");
            try (RedisMarks second = restricted(uri, namespace, 0)) {
                assertEquals(Optional.empty(), second.fetch(CLUSTER, "alice").mark());
            }
        }
    }

    private static RedisMarks restricted(URI uri, String namespace, int replicas) {
        return new RedisMarks(new RedisSettings(
                uri,
                Duration.ofSeconds(2),
                1,
                namespace,
                HORIZON,
                OptionalInt.of(replicas),
                RedisSettings.Callers.PLAIN));
    }

    @Test
    void aWrongPasswordIsAReasonAndNoExceptionOfJedis() {
        URI uri = URI.create("redis://:wrong@127.0.0.1:" + server.port());
        try (RedisMarks refused = marks(uri, HORIZON)) {
            StoreUnavailable why = assertThrows(StoreUnavailable.class, () -> refused.fetch(CLUSTER, "alice"));
            assertTrue(String.valueOf(why.getMessage()).contains("WRONGPASS"), why.getMessage());
        }
    }
}
