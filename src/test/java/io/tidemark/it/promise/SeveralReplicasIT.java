package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.waiting.WaitingServlet;
import io.tidemark.RoutingMXBean;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Guestbook;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OwnServers;
import io.tidemark.it.support.Readers;
import io.tidemark.it.support.ServerJvm;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * Tests routing to two replicas, with one data source each, and a third name that has a data source only while a test adds
 * one.
 */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralReplicasIT {

    private static final String STATUS = "tidemark/status";
    private static final String THINGS = "tidemark-things";
    private static final String BOOK = "book";
    private static final String THIRD = "jdbc/replica-3";

    /** Callers enough that each replica is preferred by some. */
    private static final int GUESTS = 12;

    private static final int READERS = 4;

    private Servers own;
    private DeploymentServer server;
    private ServerJvm jvm;
    private Http http;
    private Guestbook book;

    /** The server of each name in the response headers. */
    private Map<String, PostgresServer> replicas;

    private String thing;

    @BeforeAll
    void start() throws Exception {
        own = OwnServers.start("several-replicas", 3);
        own.onPrimary(Guestbook.TABLE);
        replicas = Map.of("replica", own.replica(1), "replica-2", own.replica(2));
        server = DeploymentServer.ofBuild(own, "server");
        server.start(Map.of(
                "TIDEMARK_REPLICA_JNDI",
                "jdbc/replica, jdbc/replica-2, jdbc/replica-3",
                "TIDEMARK_HEADERS",
                "true",
                "THINGS_STATUS_OPEN",
                "true"));
        jvm = ServerJvm.of(server.pid());
        server.deploy(Path.of("target/tidemark-things.war"));
        http = new Http(server.uri(THINGS));
        book = new Guestbook(server, BOOK);
        server.deploy(book.archive(Guestbook.war().addPackage(WaitingServlet.class.getPackage())));
        thing = "things/" + http.post("alice", "things", Http.color("red")).id();
    }

    @AfterAll
    void stop() throws Exception {
        jvm.close();
        own.close();
    }

    @AfterEach
    void resumeBoth() throws Exception {
        for (PostgresServer replica : replicas.values()) {
            own.postgres().resumeReplay(replica);
        }
    }

    /** {@return the name of the replica that serves alice when both are level} */
    private String preferred() {
        Awaiting.until("all replicas", () -> eligible() == 2);
        Awaiting.until("alice's reads", () -> http.get("alice", thing).reason().equals(Optional.of("CAUGHT_UP")));
        return http.get("alice", thing).route().orElseThrow();
    }

    private int eligible() {
        return http.get("", STATUS).body().split("\"eligible\":true", -1).length - 1;
    }

    private PostgresServer replica(String name) {
        return Objects.requireNonNull(replicas.get(name), name);
    }

    private String other(String name) {
        return name.equals("replica") ? "replica-2" : "replica";
    }

    private void paint(String color) {
        assertEquals(200, http.put("alice", thing, Http.color(color)).status());
    }

    @Test
    void aCallerStaysOnOneReplicaAndEachRouteNamesIt() {
        String preferred = preferred();
        assertTrue(replicas.containsKey(preferred), preferred);
        for (int i = 0; i < 20; i++) {
            assertEquals(Optional.of(preferred), http.get("alice", thing).route());
        }
    }

    @Test
    void aReplicaThatHangsIsNoLongerUsed() throws Exception {
        String preferred = preferred();
        replica(preferred).freeze();
        try {
            Awaiting.until("the failed poll", () -> eligible() == 1);
            for (int i = 0; i < 10; i++) {
                assertEquals(
                        Optional.of(other(preferred)), http.get("alice", thing).route());
            }
        } finally {
            replica(preferred).thaw();
        }
        assertEquals(preferred, preferred());
    }

    @Test
    void aReplicaWithoutADataSourceIsAbsentAndFailsNothing() {
        // A test before this one may have removed it just now.
        Awaiting.until("the absence in the status", () -> http.get("", STATUS)
                .body()
                .replace("\\/", "/")
                .contains("tidemark.replica.jndi=jdbc/replica-3: The replica is absent: there is no data source"));
    }

    @Test
    void aPausedReplicaNeverHidesAWriteAndTheOtherServesIt() throws Exception {
        String preferred = preferred();
        own.postgres().pauseReplay(replica(preferred));
        for (int i = 0; i < 10; i++) {
            paint("blue" + i);
            Answer read = http.get("alice", thing);
            assertEquals("blue" + i, read.color());
            assertTrue(!read.route().equals(Optional.of(preferred)), read.toString());
        }
        Awaiting.until(
                "alice's reads on the other",
                () -> http.get("alice", thing).route().equals(Optional.of(other(preferred))));
        own.postgres().pauseReplay(replica(other(preferred)));
        paint("green");
        Answer read = http.get("alice", thing);
        assertEquals("green", read.color());
        assertEquals(Optional.of("REPLICA_BEHIND"), read.reason());
    }

    @Test
    void aReadWaitsForTheReplicaThatIsAboutToHaveItsWrite() {
        preferred();
        int waited = 0;
        for (int i = 0; i < 20; i++) {
            paint("red" + i);
            Answer read = http.get("alice", thing);
            assertEquals("red" + i, read.color());
            waited += read.reason().equals(Optional.of("CAUGHT_UP")) ? 1 : 0;
        }
        // Both replicas replay within milliseconds, less than the default wait. The machine may be slow.
        assertTrue(waited >= 10, waited + " of 20 reads right after a write were on a replica");
    }

    @Test
    void aReplicaThatStopsUnderLoadFailsNoRequest() throws Exception {
        String preferred = preferred();
        try (Readers readers = Readers.start(READERS, reader -> http.get("alice", thing))) {
            readers.awaitMore(10);
            replica(preferred).kill();
            readers.awaitServedBy(other(preferred));
            replica(preferred).start();
            Awaiting.until("both", () -> eligible() == 2);
            readers.awaitServedBy(preferred);
            assertEquals(List.of(), readers.failures());
        }
    }

    /** Starts readers that read for all guests in turn. */
    private Readers guests() {
        Awaiting.until("the guests' reads", () -> IntStream.range(0, GUESTS)
                .mapToObj(this::read)
                .allMatch(read -> read.reason().equals(Optional.of("CAUGHT_UP"))));
        AtomicInteger turns = new AtomicInteger();
        return Readers.start(READERS, reader -> read(turns.getAndIncrement() % GUESTS));
    }

    private Answer read(int guest) {
        return book.read("guest " + guest);
    }

    private RoutingMXBean routing() {
        return jvm.routing(BOOK);
    }

    private RoutingMXBean.Replica row(String name) {
        return row(BOOK, name);
    }

    private RoutingMXBean.Replica row(String application, String name) {
        return Objects.requireNonNull(jvm.routing(application).getReplicas().get(name), name);
    }

    @Test
    @Order(1)
    void aReplicaIsAddedAndRemovedUnderLoadWithoutAFailedRequest() throws Exception {
        assertTrue(row(THIRD).getProblem().contains("absent"), row(THIRD).getProblem());
        try (Readers readers = guests()) {
            server.addReplica(3);
            readers.awaitServedBy("replica-3");
            routing().drain(THIRD);
            Awaiting.until("the end of its reads", () -> row(THIRD).getInFlight() == 0);
            server.removeReplica(3);
            Awaiting.until("its absence", () -> row(THIRD).getProblem().contains("absent"));
            readers.awaitMore(10);
            assertEquals(List.of(), readers.failures());
        } finally {
            routing().resume(THIRD);
        }
    }

    @Test
    @Tag("slow")
    @Order(2)
    void aReplicaThatComesAndGoesIsQuarantinedAndTheReasonIsShown() throws Exception {
        String reason = "Quarantine: it became usable or unusable 5 times within 60 s; it is not used for 10 s.";
        try (Readers readers = guests()) {
            server.addReplica(3);
            readers.awaitServedBy("replica-3");
            Awaiting.until("the third replica", () -> row(THINGS, THIRD).isEligible());
            for (int i = 0; i < 5 && !row(THINGS, THIRD).getProblem().contains("Quarantine"); i++) {
                own.replica(3).stop();
                Awaiting.until("its end", () -> !row(THINGS, THIRD).isEligible());
                own.replica(3).start();
                Awaiting.until(
                        "a change",
                        () -> row(THINGS, THIRD).isEligible()
                                || row(THINGS, THIRD).getProblem().contains("Quarantine"));
            }
            String problem = row(THINGS, THIRD).getProblem();
            assertTrue(problem.contains(reason), problem);
            assertTrue(server.log().contains(reason));
            assertTrue(http.get("", STATUS).body().contains(reason));
            assertTrue(metricSays(0), "the metric");
            assertEquals(List.of(), readers.failures());
        } finally {
            server.removeReplica(3);
        }
    }

    /** Whether the metric of the third replica's eligibility has a value. WildFly has no MicroProfile Metrics. */
    private boolean metricSays(int value) {
        if (System.getProperty("arquillian.launch").equals("wildfly")) {
            return true;
        }
        Answer metrics = new Http(server.health()).get("", "metrics");
        Pattern line = Pattern.compile(
                "^tidemark_replica_eligible\\{application=\"/tidemark-things\".*,replica=\"jdbc/replica-3\"} " + value,
                Pattern.MULTILINE);
        return line.matcher(metrics.body()).find();
    }

    @Test
    void aDrainedReplicaServesTheRequestsThatUseItAndNoOthers() throws Exception {
        Http waiting = new Http(server.uri(BOOK));
        // Before the load, which may move reads to the other replica.
        Awaiting.until("carol's reads", () -> book.read("carol").reason().equals(Optional.of("CAUGHT_UP")));
        String preferred = book.read("carol").route().orElseThrow();
        CompletableFuture<Answer> begun = CompletableFuture.supplyAsync(() -> wait(waiting, "carol", "twice"));
        Awaiting.until(
                "a request under way",
                () -> wait(waiting, "", "is-waiting").body().equals("true"));
        try (Readers readers = guests()) {
            routing().drain("jdbc/" + preferred);
            readers.awaitMore(1);
            long before = readers.servedBy(preferred);
            readers.awaitMore(GUESTS);
            assertEquals(before, readers.servedBy(preferred));
            assertEquals(Optional.of(other(preferred)), book.read("carol").route());
            assertTrue(row("jdbc/" + preferred).isDrained());
            waiting.send(waiting.request("", "waiting").POST(BodyPublishers.noBody()));
            assertEquals(Optional.of(preferred + ", " + preferred), begun.get().route());
            routing().resume("jdbc/" + preferred);
            readers.awaitServedBy(preferred);
            Awaiting.until("carol's replica", () -> book.read("carol").route().equals(Optional.of(preferred)));
            assertEquals(List.of(), readers.failures());
        } finally {
            replicas.keySet().forEach(name -> routing().resume("jdbc/" + name));
        }
    }

    @Test
    void anUnknownNameIsNotDrained() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> routing().drain("jdbc/nowhere"));
        assertEquals(
                "There is no replica jdbc/nowhere; expected one of: jdbc/replica, jdbc/replica-2, jdbc/replica-3",
                refused.getMessage());
    }

    private static Answer wait(Http waiting, String guest, String how) {
        return waiting.send(
                waiting.request("", "waiting?how=" + how).header("Guest", guest).GET());
    }

    private String writeWhileBothArePaused(String guest) throws Exception {
        preferred();
        for (PostgresServer replica : replicas.values()) {
            own.postgres().pauseReplay(replica);
        }
        return book.write(guest).body();
    }

    @Test
    void aLongWaitOfAnAnnotationEndsWhenAReplicaArrives() throws Exception {
        String written = writeWhileBothArePaused("dave");
        CompletableFuture<Answer> reading =
                CompletableFuture.supplyAsync(() -> wait(new Http(server.uri(BOOK)), "dave", "ten-seconds"));
        Awaiting.until("a read that waits", () -> jvm.isIn("io.tidemark.wal.PolledReplayWait"));
        own.postgres().resumeReplay(own.replica(2));
        Answer read = reading.get();
        assertEquals(written, read.body());
        assertEquals(Optional.of("CAUGHT_UP"), read.reason());
        assertEquals(Optional.of("replica-2"), read.route());
    }

    @Test
    void aWaitOfAnAnnotationThatIsOverEndsOnThePrimary() throws Exception {
        String written = writeWhileBothArePaused("erin");
        assertTrue(millisOnPrimary("a-second", written) >= 1000, "it did not wait");
        assertTrue(millisOnPrimary("at-once", written) < 1000, "it waited");
    }

    private long millisOnPrimary(String how, String written) {
        Http waiting = new Http(server.uri(BOOK));
        long begun = System.nanoTime();
        Answer read = wait(waiting, "erin", how);
        assertEquals(written, read.body());
        assertEquals(Optional.of("REPLICA_BEHIND"), read.reason());
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }
}
