package io.tidemark.it.promise;

import static io.tidemark.testkit.routes.RouteAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.Route;
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
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** Tests the main guarantee over HTTP: reads go to the replica, and always include the user's own writes. */
@Tag("arquillian")
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
        assertThat(updated.routes())
                .were(Route.REPLICA, Route.REPLICA, Route.REPLICA, Route.PRIMARY, Route.PRIMARY)
                .lastReadWasBecauseOf(Reason.WROTE);
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

    private static final Pattern READS = Pattern.compile("total_reads_processed:(\\d+)");

    private static final int MANY = 50;

    private static final String FIND = "select t1_0.id,t1_0.color,t1_0.version from things t1_0 where t1_0.id=$1";
    private static final String LIST =
            "select t1_0.id,t1_0.color,t1_0.version from things t1_0 order by t1_0.id desc fetch first $1 rows only";
    private static final String UPDATE = "update things set color=$1,version=$2 where id=$3 and version=$4";

    /** What a new physical connection is sent once, by Tidemark, the driver and the pools. */
    private static final List<String> ONCE =
            List.of(QUESTION, "SET application_name", "SET extra_float_digits", "SHOW TRANSACTION ISOLATION LEVEL");

    /** What the pools send to validate a connection, at most once per second. */
    private static final Set<String> VALIDATIONS = Set.of("", "SELECT 1");

    /** One request of many. */
    private interface Request {
        Answer make(int number);
    }

    /** Compares all statements that the sessions of requests send, and counts what Redis receives. */
    @Test
    void aRequestCostsTheRoundTripsOfTheManualAndAKnownConnectionIsAskedNothing() throws Exception {
        String thing = path(orangeThing());
        try (Counted counted = new Counted()) {
            counted.assertCost(0, List.of(FIND), List.of(), number -> http.get("", thing));
            counted.assertCost(1, List.of(FIND), List.of(), number -> http.get("alice", thing));
            counted.assertCost(0, List.of(LIST), List.of(), number -> http.get("", "things?limit=20"));
            counted.assertCost(1, List.of(LIST), List.of(), number -> http.get("alice", "things?limit=20"));
            counted.assertCost(
                    3,
                    List.of(FIND, FIND, FIND),
                    List.of("BEGIN", UPDATE, FIND, "COMMIT"),
                    number -> http.put("alice", thing, Http.color("new color " + number)));
        }
    }

    /** What all servers receive. */
    private final class Counted implements AutoCloseable {

        private final StatementLog primary = new StatementLog(servers.primary());
        private final StatementLog replica = new StatementLog(servers.replica());
        private final Jedis redis = new Jedis(servers.redis().uri());

        Counted() throws Exception {}

        void assertCost(int ofRedis, List<String> onReplica, List<String> onPrimary, Request request) throws Exception {
            awaitRoute("alice", path(orangeThing()), "replica");
            replica.restart();
            primary.restart();
            long before = reads();
            for (int i = 0; i < MANY; i++) {
                // On a busy machine, replay may take longer than a read waits for it.
                servers.postgres().awaitReplica();
                Answer answer = request.make(i);
                assertEquals(200, answer.status(), answer.body());
            }
            assertEquals(ofRedis, Math.round((double) (reads() - before) / MANY), "round trips to Redis");
            assertEquals(repeated(onReplica), statements(replica), "on the replica");
            assertEquals(repeated(onPrimary), statements(primary), "on the primary");
            for (StatementLog log : List.of(primary, replica)) {
                assertEachIsAskedOnce(log);
                List<String> expected = log == primary ? onPrimary : onReplica;
                assertEquals(expected.contains("COMMIT") ? MANY : 0, log.count(": COMMIT"), "of any session");
            }
        }

        /** The nodes' own checks, once per second, are lost in rounding. */
        private long reads() {
            Matcher reads = READS.matcher(redis.info("stats"));
            assertTrue(reads.find());
            return Long.parseLong(reads.group(1));
        }

        private Map<String, Long> statements(StatementLog log) throws Exception {
            return log.ofSessionsWith("from things").stream()
                    .filter(statement ->
                            !VALIDATIONS.contains(statement) && ONCE.stream().noneMatch(statement::contains))
                    .collect(Collectors.groupingBy(statement -> statement, Collectors.counting()));
        }

        private Map<String, Long> repeated(List<String> statements) {
            return statements.stream()
                    .collect(Collectors.groupingBy(statement -> statement, Collectors.summingLong(any -> MANY)));
        }

        @Override
        public void close() throws SQLException {
            replica.close();
            primary.close();
            redis.close();
        }
    }

    /** A pool may make a connection in between, or hand one out for the first time. */
    private static void assertEachIsAskedOnce(StatementLog log) throws Exception {
        for (String once : ONCE) {
            List<String> asked = log.sessions(once);
            assertEquals(asked.stream().distinct().toList(), asked, "a known connection was sent again: " + once);
        }
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
    void browsersShowTheRouteAndTheWaitAsServerTimings() throws Exception {
        Answer thing = orangeThing();
        awaitRoute("bob", path(thing), "replica");
        assertTiming("replica", Reason.CAUGHT_UP, "0\\.0", http.get("bob", path(thing)));
        servers.pauseReplay();
        assertEquals(200, http.put("alice", path(thing), Http.color("blue")).status());
        assertTiming("primary", Reason.REPLICA_BEHIND, "[1-9]\\d*\\.\\d", http.get("alice", path(thing)));
    }

    private static void assertTiming(String route, Reason reason, String wait, Answer answer) {
        String timing = answer.timing().orElse("");
        String expected = "tidemark-route;desc=\"" + route + "\", tidemark-reason;desc=\"" + reason
                + "\", tidemark-wait;dur=" + wait;
        assertTrue(timing.matches(expected), timing);
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
