package io.tidemark.it.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.Balancer;
import io.tidemark.servers.Port;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.wal.ReplicaState.Fitness;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests the guarantees on nodes without a container while primaries and replicas are promoted, crash or fall behind.
 * The nodes are not restarted, and no read returns stale data.
 */
@Tag("slow")
@Timeout(120)
@Tag("standalone")
class FailoverIT {

    private static final String ALICES = "SELECT color FROM things WHERE color = 'alice''s'";
    private static final String WRITE = "INSERT INTO things (color) VALUES ('alice''s')";

    private Servers servers;
    private Balancer primaryName;
    private Balancer replicaName;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        servers = OwnServers.start("failover");
        primaryName = new Balancer(servers.primary().port());
        replicaName = new Balancer(servers.replica().port());
        node = node();
        node.awaitReplica("nobody");
    }

    private Node node() {
        return new Node(
                OwnServers.through(primaryName, servers.primary().application()),
                OwnServers.through(replicaName, servers.replica().application()),
                servers.redis().uri());
    }

    @AfterEach
    void stop() {
        node.close();
        primaryName.close();
        replicaName.close();
        servers.close();
    }

    /** The replica becomes the primary, and the old primary its standby, with the names led accordingly. */
    private void switchOver() throws Exception {
        PostgresServer old = servers.primary();
        servers.postgres().awaitReplica();
        old.stop();
        servers.replica().promote();
        primaryName.lead(servers.replica().port());
        replicaName.lead(old.port());
        servers.postgres().follow(old, servers.replica());
    }

    /** The replica gets nothing more of what the primary writes. */
    private void endStream() throws Exception {
        servers.replica().execute("ALTER SYSTEM SET primary_conninfo = ''");
        servers.replica().execute("SELECT pg_reload_conf()");
        Awaiting.until("the end of the stream", () -> "0"
                .equals(servers.replica().query("SELECT count(*) FROM pg_stat_wal_receiver")));
    }

    @Test
    void afterAPromotionMarksOfTheLostTimelinePinNobodyAndWritesAreSeen() throws Exception {
        node.writes("alice", WRITE);
        switchOver();
        Awaiting.until("the new timeline on the replica", () -> node.replica()
                .replayed()
                .filter(replayed -> replayed.timeline() == 2)
                .isPresent());
        node.awaitReplica("nobody");
        assertEquals("alice's", node.read("alice", ALICES));
        assertEquals(List.of(Reason.CAUGHT_UP), node.reasons(), "her mark is of timeline 1");
        servers.postgres().pauseReplay(servers.primary());
        node.writes("bob", WRITE);
        assertEquals(Reason.REPLICA_BEHIND, node.reasonOfARead("bob"));
        assertEquals(Reason.CAUGHT_UP, node.reasonOfARead("carol"), "the floor is raised once");
    }

    @Test
    void aWriteThatThePromotionLostPinsNobody() throws Exception {
        endStream();
        for (int i = 0; i < 100; i++) {
            node.writes("alice", WRITE);
        }
        servers.primary().kill();
        servers.replica().promote();
        // The old primary has what the new one lacks, so it cannot follow; a copy of the new one does.
        PostgresServer follower =
                servers.postgres().copy(servers.replica(), Port.anyFree("a follower"), servers.replica());
        primaryName.lead(servers.replica().port());
        replicaName.lead(follower.port());
        node.awaitReplica("nobody");
        assertEquals("nothing", node.read("alice", ALICES));
        assertEquals(List.of(Reason.CAUGHT_UP), node.reasons());
    }

    @Test
    void aWriteThatACrashOfThePrimaryLostPinsNobody() throws Exception {
        for (String setting : List.of("synchronous_commit = off", "wal_writer_delay = '10s'")) {
            servers.onPrimary("ALTER SYSTEM SET " + setting);
        }
        servers.onPrimary("SELECT pg_reload_conf()");
        Awaiting.until(
                "asynchronous commits", () -> "off".equals(servers.primary().query("SHOW synchronous_commit")));
        node.writes("alice", "INSERT INTO things (color) SELECT 'alice''s' FROM generate_series(1, 500)");
        servers.primary().kill();
        servers.primary().start();
        assertEquals("0", servers.primary().query("SELECT count(*) FROM things"), "the crash lost them");
        node.awaitReplica("nobody");
        node.awaitReplica("alice");
        assertEquals("nothing", node.read("alice", ALICES));
        assertEquals(List.of(Reason.CAUGHT_UP), node.reasons());
    }

    @Test
    void aReplicaThatIsPromotedServesNoReadFromTheNextPollOn() throws Exception {
        node.writes("alice", WRITE);
        node.awaitReplica("alice");
        servers.replica().promote();
        Awaiting.until("the promotion is seen", () -> node.replica().fitness() == Fitness.INELIGIBLE);
        node.writes("alice", WRITE);
        assertEquals("alice's", node.read("alice", ALICES));
        assertEquals(List.of(Reason.REPLICA_INELIGIBLE), node.reasons());
    }

    @Test
    void aStandbyThatAPromotionLeftBehindServesNoRead() throws Exception {
        PostgresServer left = servers.postgres().addReplica(Port.anyFree("one that is left behind"));
        // It gets more than the one that will be promoted, so that it is ahead of that in bytes for long.
        endStream();
        servers.onPrimary("INSERT INTO things (color) SELECT 'lost' FROM generate_series(1, 10000)");
        servers.primary().stop();
        servers.replica().promote();
        Awaiting.until("the promotion is seen", () -> node.replica().fitness() == Fitness.INELIGIBLE);
        primaryName.lead(servers.replica().port());
        replicaName.lead(left.port());
        node.writes("alice", WRITE);
        Awaiting.until(
                "timeline 2",
                () -> node.primary().state().last().orElseThrow().position().timeline() == 2);
        Awaiting.until("it is asked", () -> node.replica().replayed().isPresent());
        assertEquals("alice's", node.read("alice", ALICES));
        assertEquals(List.of(Reason.REPLICA_INELIGIBLE), node.reasons());
        assertEquals(Reason.REPLICA_INELIGIBLE, node.reasonOfARead("nobody"));
        assertEquals(1, node.replica().replayed().orElseThrow().timeline());
    }

    @Test
    void ofTwoPrimariesTheOneThatIsWrittenToIsReadWhenTheReplicaFollowsTheOther() throws Exception {
        servers.replica().promote();
        PostgresServer follower =
                servers.postgres().copy(servers.replica(), Port.anyFree("a follower"), servers.replica());
        servers.replica().execute(WRITE.replace("alice", "bob"));
        replicaName.lead(follower.port());
        node.writes("alice", WRITE);
        Awaiting.until("it follows the other", () -> node.reasonOfARead("alice") == Reason.PRIMARY_OUTDATED);
        assertEquals("alice's", node.read("alice", ALICES));
        assertEquals(List.of(Reason.PRIMARY_OUTDATED), node.reasons());
        assertEquals(Reason.PRIMARY_OUTDATED, node.reasonOfARead("nobody"), "the floor is of the older timeline");
    }

    @Test
    void aPrimaryThatCameBackAsAStandbyIsNoPrimary() throws Exception {
        switchOver();
        primaryName.lead(servers.primary().port());
        primaryName.cut();
        Awaiting.until(
                "it is seen", () -> node.primary().state().problem().orElse("").contains("in recovery"));
        primaryName.lead(servers.replica().port());
        Awaiting.until(
                "the primary is found", () -> node.primary().state().problem().isEmpty());
    }
}
