package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.app.SlowReads;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OwnServers;
import io.tidemark.it.support.ReadLoad;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Tests routing to two replicas, with one data source each, and a third name that no data source has. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralReplicasIT {

    private static final System.Logger LOG = System.getLogger(SeveralReplicasIT.class.getName());

    private static final String STATUS = "tidemark/status";

    /** The most reads at once on the primary for which no replica would do. */
    private static final int BUDGET = 2;

    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration LOAD = Duration.ofSeconds(5);

    private ApplicationServer server;
    private Servers own;
    private Http http;

    /** The server of each name in the response headers. */
    private Map<String, PostgresServer> replicas;

    private String thing;

    @BeforeAll
    void start() throws Exception {
        Path war = Files.createDirectories(Path.of("target/it")).resolve("two-replicas.war");
        Deployments.asBuilt().addClass(SlowReads.class).as(ZipExporter.class).exportTo(war.toFile(), true);
        server = TestServers.applicationServer("two-replicas", DataSources.AS_CONFIGURED, war.toAbsolutePath());
        own = OwnServers.start("two-replicas", 2);
        replicas = Map.of("replica", own.replica(1), "replica-2", own.replica(2));
        OwnServers.startDemo(
                server,
                own,
                Map.of(
                        "TIDEMARK_REPLICA_JNDI",
                        "jdbc/replica, jdbc/replica-2, jdbc/replica-3",
                        "TIDEMARK_PRIMARY_BUDGET_CONCURRENT",
                        String.valueOf(BUDGET),
                        "TIDEMARK_HEADERS",
                        "true"));
        http = new Http(server.uri());
        thing = "things/" + http.post("alice", "things", Http.color("red")).id();
    }

    @AfterAll
    void stop() throws Exception {
        server.stop();
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
    void aReplicaWithoutADataSourceIsAbsentAndFailsNothing() {
        String status = http.get("", STATUS).body().replace("\\/", "/");
        assertTrue(
                status.contains("tidemark.replica.jndi=jdbc/replica-3: The replica is absent: there is no data source"),
                status);
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
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<Answer>>> failures = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                failures.add(readers.submit(() -> failuresUntil(ended)));
            }
            replica(preferred).stop();
            Awaiting.until(
                    "alice's reads on the other",
                    () -> http.get("alice", thing).route().equals(Optional.of(other(preferred))));
            replica(preferred).start();
            Awaiting.until("both", () -> eligible() == 2);
            ended.set(true);
            for (Future<List<Answer>> each : failures) {
                assertEquals(List.of(), each.get());
            }
        } finally {
            ended.set(true);
            readers.shutdownNow();
        }
    }

    @Test
    void readsThatNoReplicaCanServeStayWithinTheBudgetAndWritesKeepTheirLatency() throws Exception {
        preferred();
        for (PostgresServer replica : replicas.values()) {
            own.postgres().pauseReplay(replica);
        }
        paint("blue");
        // Not of alice: a read of a caller with a pending write belongs on the primary.
        Supplier<Answer> write = () -> http.post("bob", "things", Http.color("red"));
        // So that the first measured load does not also load classes.
        ReadLoad.during(WARM_UP, own.primary(), () -> http.get("alice", "slow/pass"), write);
        ReadLoad.Result without = ReadLoad.during(LOAD, own.primary(), () -> http.get("alice", "slow/pass"), write);
        ReadLoad.Result with = ReadLoad.during(LOAD, own.primary(), () -> http.get("alice", "slow"), write);
        String both = "without a budget: " + without + "\nwith a budget: " + with;
        LOG.log(System.Logger.Level.INFO, both);

        assertEquals(without.reads().size(), without.count(200), both);
        assertTrue(without.most() > BUDGET, both);
        assertTrue(with.most() <= BUDGET, both);
        assertTrue(with.count(200) > 0 && with.count(503) > 0, both);
        assertEquals(with.reads().size(), with.count(200) + with.count(503), both);
        for (Answer read : with.reads()) {
            assertEquals(read.status() == 503, read.retryAfter().equals(Optional.of("1")), read.toString());
        }
        // Usually less than half. The machine may be busy with something else meanwhile.
        assertTrue(with.writeMillis(0.5) <= 1.5 * without.writeMillis(0.5), both);

        Awaiting.until("an unused budget", () -> budget("running").equals("0"));
        assertEquals(with.count(503), Long.parseLong(budget("refused")));
        assertTrue(Files.readString(server.log()).contains("Reads are refused, because no replica can serve them"));
    }

    private String budget(String name) {
        Matcher matcher = Pattern.compile("\"budget\":\\{.*\"" + name + "\":(\\d+)")
                .matcher(http.get("", STATUS).body());
        return matcher.find() ? matcher.group(1) : "";
    }

    private List<Answer> failuresUntil(AtomicBoolean ended) {
        List<Answer> failures = new ArrayList<>();
        while (!ended.get()) {
            Answer read = http.get("alice", thing);
            if (read.status() != 200 || read.route().equals(Optional.of("primary"))) {
                failures.add(read);
            }
        }
        return failures;
    }
}
