package io.tidemark.it.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.marks.MarkStoreContract;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import io.tidemark.servers.RedisGroup;
import io.tidemark.servers.RedisServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Redis with a replica, under a Sentinel and as a cluster, by real processes. */
@Tag("standalone")
class RedisGroupIT {

    private static final int SLOTS_OF_THE_FIRST = 5461;

    private final Servers servers = TestServers.running();
    private final Path work = TestServers.work().resolve("redis-group");
    private final String insert = "INSERT INTO things (color) VALUES ('"
            + UUID.randomUUID().toString().substring(0, 8) + "')";

    @AfterEach
    void end() throws SQLException {
        servers.resumeReplay();
    }

    private Node node(URI redis) {
        return new Node(
                servers.primary().application(),
                servers.primary().application(),
                servers.replica().application(),
                redis,
                Node.Options.usual());
    }

    /** Never without the write, though at first it may not know what is lost. */
    private void assertNothingIsHidden(Node node, String who) throws SQLException {
        Awaiting.until("the return to the store", () -> {
            Reason reason = node.reasonOfARead(who);
            assertNotEquals(Reason.CAUGHT_UP, reason);
            return reason == Reason.REPLICA_BEHIND;
        });
        servers.resumeReplay();
        node.awaitReason(who, Reason.CAUGHT_UP);
    }

    /** What a new master is like that the last writes had not reached. */
    private static void forgetsMarks(RedisServer server) {
        try (Jedis administrator = new Jedis(server.uri())) {
            Set<String> marks = administrator.keys("tidemark:*:mark:*");
            marks.forEach(administrator::del);
        }
    }

    private void aFailoverHidesNothing(RedisGroup redis, String who) throws Exception {
        try (Node writer = node(redis.uri());
                Node reader = node(redis.uri())) {
            writer.awaitReason(who, Reason.CAUGHT_UP);
            reader.awaitReason("bob", Reason.CAUGHT_UP);
            servers.pauseReplay();
            writer.writes(who, insert);
            // A raise that Redis' replica confirms too late is made up for.
            writer.awaitReason(who, Reason.REPLICA_BEHIND);
            writer.die();
            redis.master().kill();
            Awaiting.until("the failover", redis::failedOver);
            forgetsMarks(redis.replica());
            assertNothingIsHidden(reader, who);
            reader.writes(who, insert);
            reader.awaitReason(who, Reason.CAUGHT_UP);
        }
    }

    @Test
    void aFailoverBySentinelHidesNothing() throws Exception {
        try (RedisGroup redis = RedisGroup.underSentinel(work)) {
            aFailoverHidesNothing(redis, "alice");
        }
    }

    @Test
    @Tag("slow")
    void aFailoverInAClusterHidesNothing() throws Exception {
        try (RedisGroup redis = RedisGroup.cluster(work);
                RedisMarks any = marks(redis.uri(), OptionalInt.empty())) {
            String who = IntStream.range(0, 1000)
                    .mapToObj(i -> "caller" + i)
                    .filter(caller -> JedisClusterCRC16.getSlot("{" + any.bucket(caller) + "}") < SLOTS_OF_THE_FIRST)
                    .findFirst()
                    .orElseThrow();
            aFailoverHidesNothing(redis, who);
        }
    }

    private static RedisMarks marks(URI uri, OptionalInt replicas) {
        return new RedisMarks(new RedisSettings(
                uri,
                Duration.ofSeconds(2),
                8,
                UUID.randomUUID().toString(),
                Duration.ofHours(1),
                replicas,
                RedisSettings.Callers.PLAIN));
    }

    @Test
    @Tag("slow")
    void aRaiseThatNoReplicaConfirmsCountsAsNotStored() throws Exception {
        try (RedisGroup redis = RedisGroup.replicated(work);
                RedisMarks marks = marks(redis.uri(), OptionalInt.empty());
                RedisMarks careless = marks(redis.uri(), OptionalInt.of(0))) {
            marks.check(MarkStoreContract.CLUSTER, 0);
            raise(marks, 100);
            assertEquals(1, copies(redis.replica()), "before the raise returns");
            redis.replica().kill();
            StoreUnavailable why = assertThrows(StoreUnavailable.class, () -> raise(marks, 200));
            assertTrue(String.valueOf(why.getMessage()).contains("0 of 1 replicas"), why.getMessage());
            marks.check(MarkStoreContract.CLUSTER, 0);
            assertThrows(StoreUnavailable.class, () -> raise(marks, 300), "the master knows of no replica any more");
            raise(careless, 400);
        }
    }

    private static void raise(RedisMarks marks, long bytes) throws StoreUnavailable {
        marks.raise(MarkStoreContract.CLUSTER, "alice", new Position(1, new Lsn(bytes)), Set.of());
    }

    private static int copies(RedisServer server) {
        try (Jedis administrator = new Jedis(server.uri())) {
            return administrator.keys("*:mark:alice").size();
        }
    }
}
