package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.app.Colors;
import io.tidemark.it.app.ManyReads;
import io.tidemark.it.app.ServersOwnDatabase;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.Node;
import io.tidemark.servers.OpenPorts;
import io.tidemark.servers.Servers;
import io.tidemark.servers.StatementLog;
import io.tidemark.servers.TestServers;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** Tests the main guarantee over HTTP: reads go to the replica, and always include the user's own writes. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RoutingIT {

    @ArquillianResource
    URL url;

    private final Servers servers = TestServers.running();
    private Http http;

    @Deployment
    static WebArchive application() {
        return Deployments.asBuilt().addClasses(ManyReads.class, Colors.class, ServersOwnDatabase.class);
    }

    @BeforeEach
    void client() {
        http = new Http(TestServers.applicationAt(url));
    }

    @AfterEach
    void replayGoesOn() throws Exception {
        servers.resumeReplay();
    }

    /** Of the application server and the servers beside it, all of which are descendants of this JVM. */
    @Test
    void allServersListenOnLoopbackOnly() throws Exception {
        assertEquals("H2", http.get("", "servers-own-database").body());
        OpenPorts open = OpenPorts.ofDescendants();
        Set<Integer> known = Set.of(
                servers.primary().port(),
                servers.replica().port(),
                servers.redis().port(),
                TestServers.applicationAt(url).getPort());
        assertTrue(open.tcp().containsAll(known), open + " without one of " + known);
        assertEquals(List.of(), open.beyondLoopback());
    }

    /** A thing of alice's that the replica has, as alice may read there. */
    private Answer orangeThing() {
        Answer created = http.post("alice", "things", Http.color("orange"));
        assertEquals(201, created.status(), created.body());
        awaitRoute("alice", path(created), "replica");
        return created;
    }

    private void awaitRoute(String user, String path, String route) {
        Awaiting.until(
                user + " reads from the " + route,
                () -> http.get(user, path).route().equals(Optional.of(route)));
    }

    private static String path(Answer thing) {
        return "things/" + thing.id();
    }

    private static void assertRead(Answer answer, String color, String route, Reason reason) {
        assertEquals(200, answer.status(), answer.body());
        assertEquals(color, answer.color());
        assertEquals(Optional.of(route), answer.route());
        assertEquals(Optional.of(reason.name()), answer.reason());
    }

    @Test
    void anUpdateReadsOnTheReplicaUntilItWrites() {
        Answer thing = orangeThing();
        Answer updated = http.put("alice", path(thing), Http.color("blue"));
        assertEquals(200, updated.status(), updated.body());
        assertEquals("blue", updated.color());
        assertEquals(Optional.of("replica, replica, replica, primary, primary"), updated.route());
        assertEquals(Optional.of("WROTE"), updated.reason());
    }

    @Test
    void aGetReadsOnTheReplica() {
        Answer thing = orangeThing();
        assertRead(http.get("alice", path(thing)), "orange", "replica", Reason.CAUGHT_UP);
        assertRead(http.get("", path(thing)), "orange", "replica", Reason.ANONYMOUS);
        assertEquals(Optional.of("replica"), http.get("", "things?limit=5").route());
    }

    @Test
    void aWriterSeesItsWriteWhileReplayIsPausedAndOthersStayOnTheReplica() throws Exception {
        Answer thing = orangeThing();
        awaitRoute("bob", path(thing), "replica");
        servers.pauseReplay();
        assertEquals(200, http.put("alice", path(thing), Http.color("blue")).status());

        assertRead(http.get("alice", path(thing)), "blue", "primary", Reason.REPLICA_BEHIND);
        assertRead(http.get("bob", path(thing)), "orange", "replica", Reason.CAUGHT_UP);
        assertRead(http.get("", path(thing)), "orange", "replica", Reason.ANONYMOUS);

        servers.resumeReplay();
        awaitRoute("alice", path(thing), "replica");
        assertRead(http.get("alice", path(thing)), "blue", "replica", Reason.CAUGHT_UP);
    }

    /** The question that each new physical connection is asked once. */
    private static final String QUESTION = "pg_control_system()";

    private static final int MANY = 100;

    /** The statements of requests and the questions are counted. The polls' statements have none of these texts. */
    @Test
    void aKnownConnectionIsAskedNothing() throws Exception {
        String thing = path(orangeThing());
        try (StatementLog primary = new StatementLog(servers.primary());
                StatementLog replica = new StatementLog(servers.replica());
                Jedis redis = new Jedis(servers.redis().uri())) {
            for (String user : List.of("alice", "")) {
                replica.restart();
                primary.restart();
                long scripts = RoundTripsIT.scripts(redis);
                for (int i = 0; i < MANY; i++) {
                    assertEquals(Optional.of("replica"), http.get(user, thing).route());
                }
                assertEachIsAskedOnce(replica);
                assertEquals(MANY, replica.count("from things"), "reads on the replica");
                assertEquals(0, primary.count("from things"), "reads on the primary");
                assertPerRequest(user.isEmpty() ? 0 : 1, RoundTripsIT.scripts(redis) - scripts);
            }
            primary.restart();
            for (int i = 0; i < MANY; i++) {
                assertEquals(
                        200,
                        http.put("alice", thing, Http.color("new color " + i)).status());
            }
            assertEachIsAskedOnce(primary);
            assertEquals(MANY, primary.count("update things"), "writes on the primary");
            assertEachIsAskedOnce(replica);
        }
    }

    /** A pool may make a connection in between, or hand one out for the first time. */
    private static void assertEachIsAskedOnce(StatementLog log) throws Exception {
        List<String> asked = log.sessions(QUESTION);
        assertEquals(asked.stream().distinct().toList(), asked, "a known connection was asked again");
    }

    /** What the node asks of Redis once a second is lost in rounding. */
    private static void assertPerRequest(long expected, long scripts) {
        assertEquals(expected, Math.round((double) scripts / MANY), "scripts of Redis per request");
    }

    private void assertColor(String colors, String routes, Reason reason, Answer thing, String asked) {
        Answer answer = http.get("alice", "colors/" + thing.id() + "/" + asked);
        assertEquals(200, answer.status(), answer.body());
        assertEquals(colors, answer.body(), asked);
        assertEquals(Optional.of(routes), answer.route(), asked);
        assertEquals(Optional.of(reason.name()), answer.reason(), asked);
    }

    /** What nobody's mark knows of is changed, so that only the one that asks for the primary sees it. */
    @Test
    void aReadThatAsksForThePrimaryByACommentOrItsMethodGoesThere() throws Exception {
        Answer thing = orangeThing();
        servers.pauseReplay();
        servers.onPrimary("UPDATE things SET color = 'blue' WHERE id = " + thing.id());

        assertColor("orange", "replica", Reason.CAUGHT_UP, thing, "asking-for-nothing");
        assertColor("blue", "primary", Reason.HINT, thing, "by-comment");
        assertColor("blue", "primary", Reason.LATEST, thing, "by-method");
        String oneOfThree = "orange, blue, orange";
        assertColor(oneOfThree, "replica, primary, replica", Reason.CAUGHT_UP, thing, "by-comment-in-between");
    }

    @Test
    void anotherNodeWaitsForWhatThisOneWrote() throws Exception {
        Answer thing = orangeThing();
        try (Node other = Node.of(servers)) {
            Awaiting.until(
                    "the other node reads from the replica", () -> other.reasonOfARead("bob") == Reason.CAUGHT_UP);
            servers.pauseReplay();
            assertEquals(200, http.put("alice", path(thing), Http.color("blue")).status());

            assertEquals(Reason.REPLICA_BEHIND, other.reasonOfARead("alice"));
            assertEquals(Reason.CAUGHT_UP, other.reasonOfARead("bob"));
            String seen = other.as("alice", connection -> {
                try (Statement read = connection.createStatement()) {
                    var row = read.executeQuery("SELECT color FROM things WHERE id = " + thing.id());
                    row.next();
                    return row.getString(1);
                }
            });
            assertEquals("blue", seen);

            servers.resumeReplay();
            Awaiting.until("alice reads from the replica", () -> other.reasonOfARead("alice") == Reason.CAUGHT_UP);
        }
    }

    @Test
    void anUpdateOfWhatWasReadStaleIsRefusedAndSucceedsWhenItIsTriedAgain() throws Exception {
        Answer thing = orangeThing();
        awaitRoute("bob", path(thing), "replica");
        servers.pauseReplay();
        assertEquals(200, http.put("bob", path(thing), Http.color("blue")).status());

        Answer refused = http.put("alice", path(thing), Http.color("red"));
        assertEquals(409, refused.status(), refused.body());
        assertEquals(Optional.of("application/problem+json"), refused.type());
        assertEquals(
                "blue", http.get("bob", path(thing)).color(), "a newer change was undone by what was read before it");

        assertRead(http.get("alice", path(thing)), "blue", "primary", Reason.REPLICA_BEHIND);
        Answer again = http.put("alice", path(thing), Http.color("red"));
        assertEquals(200, again.status(), again.body());
        assertEquals("red", again.color());
    }

    @Test
    void aCommitThatIsNotFlushedYetIsNeverMissed() throws Exception {
        Answer thing = orangeThing();
        synchronousCommit("off");
        try {
            for (int i = 0; i < 50; i++) {
                String color = "asynchronous " + i;
                Answer updated = http.put("alice", path(thing), Http.color(color));
                assertEquals(200, updated.status(), updated.body());
                assertEquals(color, http.get("alice", path(thing)).color());
            }
        } finally {
            synchronousCommit("on");
        }
    }

    /** Of every session, also of those that are in the application's pool. */
    private void synchronousCommit(String setting) throws Exception {
        servers.onPrimary("ALTER SYSTEM SET synchronous_commit = " + setting);
        servers.onPrimary("SELECT pg_reload_conf()");
        Awaiting.until(
                "synchronous_commit is " + setting,
                () -> setting.equals(servers.primary().query("SHOW synchronous_commit")));
    }

    @Test
    void anIdlePrimaryAtTheStartOfASegmentIsReached() throws Exception {
        try (Node other = superuserNode()) {
            Awaiting.until("carol reads from the replica", () -> other.reasonOfARead("carol") == Reason.CAUGHT_UP);
            other.as("carol", connection -> {
                try (Statement write = connection.createStatement()) {
                    return write.execute("SELECT pg_switch_wal()");
                }
            });
            Awaiting.until("carol reads from the replica", () -> other.reasonOfARead("carol") == Reason.CAUGHT_UP);
        }
    }

    private Node superuserNode() {
        return new Node(
                servers.primary().superuser(),
                servers.replica().superuser(),
                servers.redis().uri());
    }

    @Test
    void aLongTraceIsCutAndCounted() {
        Awaiting.until(
                "anybody reads from the replica",
                () -> http.get("", "many?reads=1").route().equals(Optional.of("replica")));
        String thirtyTwo = String.join(", ", Collections.nCopies(32, "replica"));
        assertEquals(Optional.of(thirtyTwo), http.get("", "many?reads=32").route());
        // On the wire it is UTF-8; this client takes every octet for a character.
        String ellipsis = new String("\u2026".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertEquals(
                Optional.of(thirtyTwo + ", " + ellipsis + "+8"),
                http.get("", "many?reads=40").route());
    }

    @Test
    void statusTellsHowThingsStand() {
        orangeThing();
        Answer status = http.get("", "tidemark/status");
        assertEquals(200, status.status(), status.body());
        for (String part : new String[] {
            "\"routing\":true",
            "\"ready\":true",
            "\"eligible\":true",
            "\"reachable\":true",
            "\"lagBytes\":0",
            "\"CAUGHT_UP\":"
        }) {
            assertEquals(true, status.body().contains(part), part + " in " + status.body());
        }
    }
}
