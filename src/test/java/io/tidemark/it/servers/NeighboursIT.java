package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Guestbook;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.ServerJvm;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.util.SafeEncoder;

/** Tests several applications with the library on one server, and their redeployment. */
@Tag("slow")
class NeighboursIT {

    private static final Path THINGS = Path.of("target/tidemark-things.war");

    private static Servers servers;
    private static DeploymentServer server;
    private static ServerJvm jvm;

    @BeforeAll
    static void startServer() throws Exception {
        servers = TestServers.running();
        servers.onPrimary(Guestbook.TABLE);
        server = DeploymentServer.ofBuild(servers, "neighbours");
        server.start();
        jvm = ServerJvm.of(server.pid());
    }

    @AfterAll
    static void stopServer() throws Exception {
        jvm.close();
        server.stop();
    }

    @AfterEach
    void replayGoesOn() throws Exception {
        servers.resumeReplay();
    }

    /** The connections that an application has opened to shared servers. */
    private record Connections(String primary, String replica, long redis) {

        static Connections open() throws Exception {
            String sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tidemark'";
            try (Jedis client = new Jedis(servers.redis().uri())) {
                String clients = SafeEncoder.encode((byte[]) client.sendCommand(Protocol.Command.CLIENT, "LIST"));
                return new Connections(
                        servers.primary().query(sql),
                        servers.replica().query(sql),
                        clients.lines()
                                .filter(line -> line.contains(" name=tidemark "))
                                .count());
            }
        }
    }

    private static void assertNothingIsLeft() throws Exception {
        assertEquals(List.of(), jvm.threads("tidemark"));
        assertEquals(Set.of(), jvm.names("io.tidemark"));
        assertEquals(0, Connections.open().redis());
        assertEquals(0, jvm.instancesOf("io.tidemark.cdi.ApplicationAssembly"));
        assertEquals(0, jvm.instancesOf("redis.clients.jedis.Connection"));
    }

    private static void assertAllIsThere() throws Exception {
        assertEquals(
                List.of(
                        "tidemark-announcer-1",
                        "tidemark-announcer-2",
                        "tidemark-catalogue",
                        "tidemark-primary",
                        "tidemark-replica-1",
                        "tidemark-settlement",
                        "tidemark-store"),
                jvm.threads("tidemark"));
        assertEquals(1, jvm.names("io.tidemark").size());
        assertTrue(Connections.open().redis() > 0);
        assertEquals(1, jvm.instancesOf("io.tidemark.cdi.ApplicationAssembly"));
    }

    @Test
    void sixRedeploymentsLeaveNothingBehind() throws Exception {
        Guestbook book = new Guestbook(server, "redeployed");
        Path war = book.archive("tidemark.headers=true");
        redeploy(book, war);
        Connections afterFirst = Connections.open();
        for (int round = 2; round <= 6; round++) {
            redeploy(book, war);
        }
        assertEquals(afterFirst, Connections.open());
        // Not none: the JDK's cache of how records are compared keeps the last, and a thread of the server the first.
        long loaders = jvm.loadersOf("io.tidemark.cdi.ApplicationAssembly");
        assertTrue(loaders <= 3, loaders + " of six");
    }

    private static void redeploy(Guestbook book, Path war) throws Exception {
        server.deploy(war);
        book.awaitReplica("alice");
        assertEquals(Optional.of("primary, primary"), book.write("alice").route());
        assertAllIsThere();
        server.undeploy(book.file());
        assertNothingIsLeft();
    }

    /** The loader itself is kept where the WAR has its own Hibernate, by a cache of Hibernate's. */
    @Test
    void withAPersistenceUnitRedeploymentLeavesNothingOfTheLibraryBehind() throws Exception {
        Http http = new Http(server.uri("tidemark-things"));
        for (int round = 1; round <= 3; round++) {
            server.deploy(THINGS);
            Awaiting.until(
                    "alice reads from the replica",
                    () -> http.get("alice", "things?limit=1").route().equals(Optional.of("replica")));
            assertEquals(201, http.post("alice", "things", Http.color("orange")).status());
            assertAllIsThere();
            server.undeploy("tidemark-things.war");
            assertNothingIsLeft();
        }
    }

    @Test
    void twoApplicationsDoNotTouchEachOther() throws Exception {
        Guestbook one = new Guestbook(server, "one");
        Guestbook two = new Guestbook(server, "two");
        server.deploy(one.archive("tidemark.headers=true", "tidemark.namespace=one"));
        server.deploy(two.archive("tidemark.headers=true", "tidemark.namespace=two"));
        one.awaitReplica("alice");
        two.awaitReplica("alice");
        assertEquals(
                Set.of("io.tidemark:application=/one,type=Routing", "io.tidemark:application=/two,type=Routing"),
                jvm.names("io.tidemark"));

        servers.pauseReplay();
        String written = one.write("alice").body();
        assertRead(one.read("alice"), written, "primary", Reason.REPLICA_BEHIND);
        // Another application's alice is somebody else.
        assertRead(two.read("alice"), lessOne(written), "replica", Reason.CAUGHT_UP);
        servers.resumeReplay();

        jvm.routing("one").setRouting(false);
        assertTrue(jvm.routing("two").isRouting());
        assertEquals(Optional.of("primary"), one.read("bob").route());
        two.awaitReplica("bob");

        server.undeploy(one.file());
        assertEquals(Set.of("io.tidemark:application=/two,type=Routing"), jvm.names("io.tidemark"));
        two.awaitReplica("bob");
        servers.pauseReplay();
        String then = two.write("alice").body();
        assertRead(two.read("alice"), then, "primary", Reason.REPLICA_BEHIND);
        assertRead(two.read("bob"), lessOne(then), "replica", Reason.CAUGHT_UP);
        server.undeploy(two.file());
        assertNothingIsLeft();
    }

    /** Nothing would watch the servers there: writes would leave no marks that others see. */
    @Test
    void anEnterpriseArchiveWithTheLibraryInItsLibIsRefused() throws Exception {
        assertFalse(server.tryToDeploy(Deployments.exported(Deployments.office(), "office.ear")));
        // Payara Micro knows no EARs, and refuses all.
        String log = server.log();
        assertTrue(
                log.contains("where its servlet filter and listener take no effect; expected WEB-INF/lib of a WAR")
                        || log.contains("office.ear was not recognized"),
                log);
        assertNothingIsLeft();
    }

    private static String lessOne(String count) {
        return String.valueOf(Integer.parseInt(count) - 1);
    }

    private static void assertRead(Answer answer, String body, String route, Reason reason) {
        assertEquals(200, answer.status(), answer.body());
        assertEquals(body, answer.body());
        assertEquals(Optional.of(route), answer.route());
        assertEquals(Optional.of(reason.name()), answer.reason());
    }
}
