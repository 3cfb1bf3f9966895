package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.RoutingMXBean;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Counts;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.ServerJvm;
import io.tidemark.it.support.Variants;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.StatementLog;
import io.tidemark.servers.TestServers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests shadow mode over HTTP: nothing is read on the replica, and the shares are those of the same requests when routed. */
@Tag("slow")
class ShadowModeIT {

    private static final String NAME = "rehearsed";
    private static final int ROUNDS = 5;

    /** A server of its own, since a JMX client opens a port there until the server ends. */
    private static DeploymentServer server;

    private final Servers servers = TestServers.running();

    @BeforeAll
    static void start() throws Exception {
        server = DeploymentServer.ofBuild(TestServers.running(), "shadow-mode");
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @AfterEach
    void replayGoesOn() throws Exception {
        servers.resumeReplay();
    }

    @Test
    void whatIsCountedInShadowModeIsWhatMovesWhenReadsAreRouted() throws Exception {
        deployed(Map.of("tidemark.routing", "shadow", "tidemark.replica.wait", "0ms"), (http, operator) -> {
            long thing = awaitAliceWouldRead(http, operator);
            servers.pauseReplay();
            Map<String, Long> before = operator.getShadowStatements();
            try (StatementLog replica = new StatementLog(servers.replica())) {
                requests(http, thing, "primary");
                assertEquals(0, replica.count("from things"), "reads on the replica");
            }
            Map<String, Long> rehearsed = Counts.since(before, operator.getShadowStatements());

            catchUp();
            operator.setRouting(true);
            assertFalse(operator.isShadow());
            awaitRoute(http, "alice", thing, "replica");
            servers.pauseReplay();
            before = operator.getStatements();
            requests(http, thing, "replica");
            assertEquals(rehearsed, Counts.since(before, operator.getStatements()));
            assertTrue(rehearsed.keySet().containsAll(Set.of(Reason.CAUGHT_UP.name(), Reason.REPLICA_BEHIND.name())));
        });
    }

    /** Replay is paused. */
    private static void requests(Http http, long thing, String bobsRoute) {
        for (int round = 0; round < ROUNDS; round++) {
            assertEquals(
                    Optional.of(bobsRoute), http.get("bob", "things/" + thing).route());
            http.get("", "things?limit=5");
            String color = "color " + round;
            assertEquals(
                    200, http.put("alice", "things/" + thing, Http.color(color)).status());
            Answer own = http.get("alice", "things/" + thing);
            assertEquals(color, own.color(), "alice reads her own write");
            assertEquals(Optional.of("primary"), own.route());
        }
    }

    @Test
    void aReadThatWouldWaitIsCountedAndDoesNot() throws Exception {
        deployed(Map.of("tidemark.routing", "shadow", "tidemark.replica.wait", "10s"), (http, operator) -> {
            long thing = awaitAliceWouldRead(http, operator);
            long waitsBefore = operator.getShadowWaits();
            servers.pauseReplay();
            http.put("alice", "things/" + thing, Http.color("blue"));
            Answer read = http.get("alice", "things/" + thing);
            assertEquals("blue", read.color());
            assertEquals(Optional.of(Reason.SHADOW.name()), read.reason());
            assertTrue(read.timing().orElseThrow().endsWith("tidemark-wait;dur=0.0"), read::toString);
            assertEquals(waitsBefore + 1, operator.getShadowWaits());
            assertTrue(operator.getShadowWaitShare() > 0 && operator.getShadowReplicaShare() > 0);
            assertTrue(operator.getShadowWaitShare() + operator.getShadowReplicaShare() < 1);
        });
    }

    private interface Use {
        void of(Http http, RoutingMXBean operator) throws Exception;
    }

    private static void deployed(Map<String, String> settings, Use use) throws Exception {
        Variants.of(server).deploy(NAME, Deployments.asBuilt(), settings, http -> {
            try (ServerJvm jvm = ServerJvm.of(server.pid())) {
                use.of(http, jvm.routing(NAME));
            }
        });
    }

    /** Returns a thing of alice's that routing would read on the replica. */
    private static long awaitAliceWouldRead(Http http, RoutingMXBean operator) {
        long thing = http.post("alice", "things", Http.color("orange")).id();
        Awaiting.until("alice would read on the replica", () -> {
            Map<String, Long> before = operator.getShadowStatements();
            assertEquals(
                    Optional.of("primary"), http.get("alice", "things/" + thing).route());
            return Counts.since(before, operator.getShadowStatements()).equals(Map.of(Reason.CAUGHT_UP.name(), 1L));
        });
        return thing;
    }

    private static void awaitRoute(Http http, String user, long thing, String route) {
        Awaiting.until(
                user + " reads on the " + route,
                () -> http.get(user, "things/" + thing).route().equals(Optional.of(route)));
    }

    private void catchUp() throws Exception {
        servers.resumeReplay();
        servers.postgres().awaitReplica();
    }
}
