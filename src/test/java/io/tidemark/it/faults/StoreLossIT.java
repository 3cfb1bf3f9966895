package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.servers.RedisServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Tests {@code GuardedStore} when Redis loses marks and the node that stored them no longer runs. */
@Tag("standalone")
class StoreLossIT {

    private final Servers servers = TestServers.running();
    private final RedisServer redis = servers.redis();
    private final String alice = "alice-" + UUID.randomUUID().toString().substring(0, 8);
    private final String insert = "INSERT INTO things (color) VALUES ('" + alice + "')";
    private Node first;
    private Node second;

    /** The second one has never heard of alice's writes when it is asked. */
    @BeforeEach
    void twoNodesThatUseTheReplica() {
        first = node(Node.Options.usual());
        second = node(Node.Options.usual());
        first.awaitReason(alice, Reason.CAUGHT_UP);
        second.awaitReason("bob", Reason.CAUGHT_UP);
    }

    @AfterEach
    void end() throws SQLException {
        servers.resumeReplay();
        first.close();
        second.close();
    }

    private Node node(Node.Options options) {
        return new Node(
                servers.primary().application(),
                servers.primary().application(),
                servers.replica().application(),
                redis.uri(),
                options);
    }

    /** Writes what the replica does not have, by a node that then dies. */
    private void aNodeWritesAndDies() throws Exception {
        servers.pauseReplay();
        first.writes(alice, insert);
        assertEquals(Reason.REPLICA_BEHIND, first.reasonOfARead(alice));
        first.die();
    }

    /** What the second node reads is never without alice's write, though at first it may not know what is lost. */
    private void assertNothingIsHidden() throws Exception {
        Awaiting.until("the second node's return to the store", () -> {
            Reason reason = second.reasonOfARead(alice);
            assertNotEquals(Reason.CAUGHT_UP, reason);
            return reason == Reason.REPLICA_BEHIND;
        });
        servers.resumeReplay();
        second.awaitReason(alice, Reason.CAUGHT_UP);
    }

    @Test
    void restoredFromAnOlderSnapshot() throws Exception {
        redis.save();
        aNodeWritesAndDies();
        redis.restartFromSnapshot();
        assertNothingIsHidden();
    }

    @Test
    void restartedEmpty() throws Exception {
        aNodeWritesAndDies();
        redis.restartEmpty();
        assertNothingIsHidden();
    }

    @Test
    void flushed() throws Exception {
        aNodeWritesAndDies();
        try (Jedis administrator = new Jedis(redis.uri())) {
            administrator.flushAll();
        }
        assertNothingIsHidden();
    }

    @Test
    void evicted() throws Exception {
        try (Jedis administrator = new Jedis(redis.uri())) {
            administrator.configSet("maxmemory-policy", "volatile-lru");
            try {
                aNodeWritesAndDies();
                administrator.configSet("maxmemory", "1");
                // A floor does not expire, so that only marks are evicted; what takes memory is refused meanwhile.
                Awaiting.until(
                        "the eviction", () -> !administrator.info("stats").contains("evicted_keys:0\r"));
                administrator.configSet("maxmemory", "0");
                assertFalse(administrator.keys("*:floor").isEmpty());
                assertNothingIsHidden();
            } finally {
                administrator.configSet("maxmemory", "0");
                administrator.configSet("maxmemory-policy", "noeviction");
            }
        }
    }

    @Test
    void aStoreThatEvictsIsNotReliedOnWhereThatIsSet() throws Exception {
        try (Jedis administrator = new Jedis(redis.uri());
                Node strict = node(Node.Options.usual().refusingUnsafeStores())) {
            strict.awaitReason(alice, Reason.CAUGHT_UP);
            administrator.configSet("maxmemory-policy", "allkeys-lru");
            try {
                strict.awaitReason(alice, Reason.STORE_UNAVAILABLE);
                assertTrue(strict.store().problem().orElse("").contains("allkeys-lru"));
                assertEquals(Reason.CAUGHT_UP, first.reasonOfARead(alice), "the other one only warns");
            } finally {
                administrator.configSet("maxmemory-policy", "noeviction");
            }
            strict.awaitReason(alice, Reason.CAUGHT_UP);
        }
    }
}
