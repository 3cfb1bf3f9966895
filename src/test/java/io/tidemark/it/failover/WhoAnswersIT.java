package io.tidemark.it.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.it.support.OwnServers;
import io.tidemark.it.support.RoundPool;
import io.tidemark.servers.Balancer;
import io.tidemark.servers.Port;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Tests {@code RoutedDataSource} with a replica data source behind a load balancer, where the server of a connection
 * may differ from the polled one.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("standalone")
class WhoAnswersIT {

    private Servers servers;
    private PostgresServer other;
    private Balancer balancer;

    @BeforeAll
    void start() throws Exception {
        servers = OwnServers.start("who-answers");
        other = servers.postgres().addReplica(Port.anyFree("another replica"));
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @BeforeEach
    void balance() throws Exception {
        balancer = new Balancer(servers.replica().port(), other.port());
    }

    @AfterEach
    void unbalance() throws Exception {
        balancer.close();
        servers.resumeReplay();
        other.execute("SELECT pg_wal_replay_resume()");
    }

    private Node node(DataSource replica) {
        return new Node(
                servers.primary().application(), replica, servers.redis().uri());
    }

    private DataSource balanced() {
        return OwnServers.through(balancer, servers.replica().application());
    }

    private static void insert(Node node, String color) throws Exception {
        node.writes("alice", "INSERT INTO things (color) VALUES ('" + color + "')");
    }

    private static String count(Node node, String color) throws Exception {
        return node.read("alice", "SELECT count(*) FROM things WHERE color = '" + color + "'");
    }

    @Test
    void behindABalancerOverAPausedAndALiveReplicaNobodyReadsStaleAndTheLiveOneIsUsed() throws Exception {
        assertBalanced(RoundPool.of(5, balanced()));
    }

    @Test
    @Tag("slow")
    void soTooWithoutAPool() throws Exception {
        assertBalanced(balanced());
    }

    private void assertBalanced(DataSource replica) throws Exception {
        try (Node node = node(replica)) {
            Awaiting.until("reads on the replicas", () -> node.reasonOfARead("alice") == Reason.CAUGHT_UP);
            for (PostgresServer paused : List.of(servers.replica(), other)) {
                servers.postgres().pauseReplay(paused);
                int onReplica = 0;
                for (int i = 0; i < 50; i++) {
                    String color =
                            "balanced " + i + UUID.randomUUID().toString().substring(0, 8);
                    insert(node, color);
                    PostgresServer live = paused == other ? servers.replica() : other;
                    Awaiting.until("the live one", () -> "1"
                            .equals(live.query("SELECT count(*) FROM things WHERE color = '" + color + "'")));
                    for (int read = 0; read < 3; read++) {
                        String found = count(node, color);
                        List<Reason> reasons = node.reasons();
                        assertEquals("1", found, reasons.toString());
                        onReplica += reasons.equals(List.of(Reason.CAUGHT_UP)) ? 1 : 0;
                    }
                }
                assertTrue(onReplica > 100, "of 150 reads on the live replica: " + onReplica);
                paused.execute("SELECT pg_wal_replay_resume()");
            }
        }
    }

    @Test
    void aServerThatTakesThePlaceOfThePolledOneIsAskedBeforeItServes() throws Exception {
        balancer.lead(servers.replica().port());
        try (Node node = node(balanced())) {
            insert(node, "in place");
            Awaiting.until("reads on the replica", () -> node.reasonOfARead("alice") == Reason.CAUGHT_UP);
            servers.postgres().pauseReplay(other);
            insert(node, "in place");
            Awaiting.until("the replica has it", () -> node.reasonOfARead("alice") == Reason.CAUGHT_UP);
            // The poller's connection stays; what is borrowed from now on leads to the one that lacks it.
            balancer.lead(other.port());
            assertEquals("2", count(node, "in place"));
            assertEquals(List.of(Reason.REPLICA_BEHIND), node.reasons());
        }
    }

    @Test
    void aStandbyThatRestartsByItselfAtAnOlderPositionServesNothingThatItLacks() throws Exception {
        balancer.lead(servers.replica().port());
        try (Node node = node(RoundPool.of(5, balanced()))) {
            insert(node, "incarnation");
            Awaiting.until("reads on the replica", () -> node.reasonOfARead("alice") == Reason.CAUGHT_UP);
            node.pollReplicaNoMore();
            String started = servers.replica().query("SELECT pg_postmaster_start_time()");
            // It applies no commit that is younger than this once it has restarted.
            servers.postgres().lag(servers.replica(), Duration.ofHours(1));
            servers.replica().killOneSession();
            try {
                assertEquals(started, servers.replica().query("SELECT pg_postmaster_start_time()"));
                assertEquals(
                        "0",
                        servers.replica().query("SELECT count(*) FROM things WHERE color = 'incarnation'"),
                        "it shows an older state");
                assertEquals("1", count(node, "incarnation"));
                assertEquals(List.of(Reason.REPLICA_BEHIND), node.reasons());
            } finally {
                servers.postgres().lag(servers.replica(), Duration.ZERO);
            }
        }
    }

    @Test
    void withoutTheRightToSeeIncarnationsEachConnectionIsAskedForItself() throws Exception {
        servers.onPrimary("REVOKE pg_read_all_stats FROM tidemark");
        try (Node node = node(RoundPool.of(5, balanced()))) {
            insert(node, "without the right");
            Awaiting.until("reads on the replica", () -> node.reasonOfARead("alice") == Reason.CAUGHT_UP);
            servers.postgres().pauseReplay(other);
            servers.postgres().pauseReplay(servers.replica());
            insert(node, "without the right");
            for (int i = 0; i < 5; i++) {
                assertEquals("2", count(node, "without the right"));
            }
        } finally {
            servers.onPrimary("GRANT pg_read_all_stats TO tidemark");
        }
    }
}
