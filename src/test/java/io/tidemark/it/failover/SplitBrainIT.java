package io.tidemark.it.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.it.support.OwnServers;
import io.tidemark.it.support.RoundPool;
import io.tidemark.postgres.PostgresBackends;
import io.tidemark.servers.Balancer;
import io.tidemark.servers.Port;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.wal.Backend;
import io.tidemark.wal.Backends;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.Timeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests {@code KnownServers} and {@code Router} on nodes without a container, after a promotion that leaves the old
 * primary running. Only new connections lead to the new primary.
 */
@Tag("slow")
@Timeout(120)
@Tag("standalone")
class SplitBrainIT {

    private static final String ALICES = "SELECT color FROM things WHERE color = 'alice''s'";
    private static final String WRITE = "INSERT INTO things (color) VALUES ('alice''s')";

    private static final long LOOKED_NANOS = 1_000_000_000L;

    private Servers servers;
    private Balancer primaryName;
    private Balancer replicaName;
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        servers = OwnServers.start("split-brain");
        primaryName = new Balancer(servers.primary().port());
        replicaName = new Balancer(servers.replica().port());
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
        primaryName.close();
        replicaName.close();
        servers.close();
    }

    private DataSource primary() {
        return OwnServers.through(primaryName, servers.primary().application());
    }

    private DataSource replica() {
        return OwnServers.through(replicaName, servers.replica().application());
    }

    private Node start(DataSource watched, DataSource application) {
        Node node = new Node(watched, application, replica(), servers.redis().uri(), Node.Options.usual());
        nodes.add(node);
        node.awaitReplica("alice");
        return node;
    }

    /** The replica becomes a primary beside the old one, and gets a replica of its own. */
    private PostgresServer promote() throws Exception {
        servers.replica().promote();
        return servers.postgres().copy(servers.replica(), Port.anyFree("a follower"), servers.replica());
    }

    private static int timelineOf(Node node) {
        return node.primary().state().last().orElseThrow().position().timeline();
    }

    /** Checks a condition that must not change. */
    private interface Look {
        void take() throws Exception;
    }

    /** Looks again and again, while the node polls its servers and store many times. */
    private static void keepLooking(Look look) throws Exception {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LOOKED_NANOS) {
            look.take();
        }
    }

    private static void assertSeen(Node through) throws Exception {
        keepLooking(() -> assertEquals("alice's", through.read("alice", ALICES)));
    }

    @Test
    void aWriteOnTheNewPrimaryIsNotLookedForOnAReplicaOfTheOldOne() throws Exception {
        PostgresServer left = servers.postgres().addReplica(Port.anyFree("a replica of the old primary"));
        replicaName.lead(left.port());
        Node node = start(primary(), primary());
        servers.replica().promote();
        primaryName.lead(servers.replica().port());
        node.writes("alice", WRITE);
        assertEquals("1", servers.replica().query("SELECT count(*) FROM things"), "it is on the new primary");
        assertSeen(node);
        assertEquals(2, timelineOf(node));
    }

    @Test
    void aWriteOnTheNewPrimaryIsSeenThroughANodeThatKnowsIt() throws Exception {
        Node node = start(primary(), primary());
        PostgresServer follower = promote();
        primaryName.lead(servers.replica().port());
        try (Node other =
                new Node(primary(), follower.application(), servers.redis().uri())) {
            other.awaitReplica("bob");
            servers.postgres().pauseReplay(follower);
            node.writes("alice", WRITE);
            assertSeen(other);
        }
    }

    @Test
    void thePositionIsReadOnTheNewPrimaryFromThenOnWhateverConnectionsThePoolHas() throws Exception {
        DataSource pool = RoundPool.of(4, primary());
        Node node = start(pool, pool);
        PostgresServer follower = promote();
        replicaName.lead(follower.port());
        primaryName.lead(servers.replica().port());
        List<Connection> old = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            old.add(pool.getConnection());
        }
        // The next one is new. Back in the pool it is the first, and the others come after it.
        pool.getConnection().close();
        for (Connection used : old) {
            used.close();
        }
        node.writes("alice", WRITE);
        assertEquals("1", servers.replica().query("SELECT count(*) FROM things"), "it is on the new primary");
        Awaiting.until("the new primary is found", () -> timelineOf(node) == 2);
        node.awaitReplica("alice");
        assertEquals("alice's", node.read("alice", ALICES));
        assertEquals(List.of(Reason.CAUGHT_UP), node.reasons());
    }

    @Test
    void aWriteThatIsCommittedOnTheOldPrimaryIsNotLookedForOnAReplicaOfTheNewOne() throws Exception {
        try (Balancer applications = new Balancer(servers.primary().port())) {
            Node node = start(
                    primary(),
                    OwnServers.through(applications, servers.primary().application()));
            PostgresServer follower = promote();
            replicaName.lead(follower.port());
            node.as("alice", connection -> {
                connection.setAutoCommit(false);
                try (Statement write = connection.createStatement()) {
                    write.executeUpdate(WRITE);
                }
                for (Balancer name : List.of(primaryName, applications)) {
                    name.lead(servers.replica().port());
                }
                // The application's connection stays.
                primaryName.cut();
                Awaiting.until("the new primary is found", () -> timelineOf(node) == 2);
                connection.commit();
                return connection;
            });
            assertEquals("1", servers.primary().query("SELECT count(*) FROM things"), "it is on the old primary");
            node.awaitReplica("bob");
            keepLooking(() -> assertEquals(Reason.WRITE_PENDING, node.reasonOfARead("alice")));
        }
    }

    @Test
    void nothingIsDoneOnAPrimaryThatIsKnownToHaveBeenReplaced() throws Exception {
        Node node = start(primary(), servers.primary().application());
        promote();
        primaryName.lead(servers.replica().port());
        primaryName.cut();
        Awaiting.until("the new primary is found", () -> timelineOf(node) == 2);
        SQLException refused = assertThrows(SQLException.class, () -> node.writes("alice", WRITE));
        assertEquals("08006", refused.getSQLState());
        assertEquals("0", servers.primary().query("SELECT count(*) FROM things"));
        servers.replica().stop();
        Awaiting.until("it is gone", () -> node.primary().state().problem().isPresent());
        node.writes("alice", WRITE);
    }

    @Test
    void noPrimaryAnswersForTheProcessesOfTheOther() throws Exception {
        Node node = start(primary(), primary());
        servers.replica().promote();
        Backends old = new PostgresBackends(servers.primary().application(), Duration.ofSeconds(5));
        Backends now = new PostgresBackends(servers.replica().application(), Duration.ofSeconds(5));
        Timeline first = node.primary().state().last().orElseThrow().timeline();
        Timeline second = new Timeline(first.cluster(), 2);
        for (PostgresServer server : List.of(servers.primary(), servers.replica())) {
            try (Connection living = server.application().getConnection()) {
                int process = living.unwrap(org.postgresql.PGConnection.class).getBackendPID();
                boolean isOld = server == servers.primary();
                Backend backend = new Backend(isOld ? first : second, process);
                assertTrue((isOld ? old : now).activity(backend).isPresent());
                if (isOld) {
                    assertEquals(Optional.empty(), now.activity(backend), "its server was replaced");
                } else {
                    assertThrows(ServerFault.class, () -> old.activity(backend));
                }
            }
        }
    }

    @Test
    void aReadOnThePrimaryIsNotAnsweredByTheOldOne() throws Exception {
        DataSource pool = RoundPool.of(8, primary());
        Node node = start(primary(), pool);
        PostgresServer follower = promote();
        servers.postgres().pauseReplay(follower);
        replicaName.lead(follower.port());
        primaryName.lead(servers.replica().port());
        List<Connection> old = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            old.add(pool.getConnection());
        }
        pool.getConnection().close();
        for (Connection used : old) {
            used.close();
        }
        node.writes("alice", WRITE);
        for (int i = 0; i < 20; i++) {
            assertEquals("alice's", node.read("alice", ALICES));
            node.writes("bob", WRITE.replace("alice", "bob"));
        }
        assertEquals("21", servers.replica().query("SELECT count(*) FROM things"), "none is lost on the old primary");
    }
}
