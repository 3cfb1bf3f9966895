package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.app.SlowReads;
import io.tidemark.it.monotonic.SeenResource;
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
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** Tests reads that no replica can serve although two are there: monotonic reads, and the budget of the primary. */
@Tag("slow")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DivertedReadsIT {

    private static final System.Logger LOG = System.getLogger(DivertedReadsIT.class.getName());

    private static final String STATUS = "tidemark/status";

    /** The most reads at once on the primary for which no replica would do. */
    private static final int BUDGET = 2;

    private static final int READS = 50;

    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration LOAD = Duration.ofSeconds(5);

    private final Path war = Path.of(System.getProperty("it.directory"), "diverted.war");
    private final ApplicationServer server = TestServers.applicationServer("diverted", DataSources.AS_CONFIGURED, war);
    private Servers own;
    private Http http;

    /** The server of each name in the response headers. */
    private Map<String, PostgresServer> replicas;

    @BeforeAll
    void start() throws Exception {
        own = OwnServers.start("diverted", 2);
        replicas = Map.of("replica", own.replica(1), "replica-2", own.replica(2));
        Deployments.asBuilt()
                .addPackage(SeenResource.class.getPackage())
                .addClass(SlowReads.class)
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        OwnServers.startDemo(
                server,
                own,
                Map.of(
                        "TIDEMARK_REPLICA_JNDI",
                        "jdbc/replica, jdbc/replica-2",
                        "TIDEMARK_PRIMARY_BUDGET_CONCURRENT",
                        String.valueOf(BUDGET),
                        "TIDEMARK_HEADERS",
                        "true"));
        http = new Http(server.uri());
    }

    @AfterAll
    void stop() throws Exception {
        server.stop();
        own.close();
    }

    @BeforeEach
    void bothReplicasAreLevel() throws Exception {
        own.onPrimary(
                "INSERT INTO things (id, color) VALUES (1001, 'old') ON CONFLICT (id) DO UPDATE SET color = 'old'");
        Awaiting.until("both replicas", () -> eligible() == 2 && shows("default", "old") && shows("monotonic", "old"));
        for (PostgresServer replica : replicas.values()) {
            Awaiting.until("the row", () -> "old".equals(color(replica)));
        }
    }

    @AfterEach
    void resumeAndStartBoth() throws Exception {
        for (PostgresServer replica : replicas.values()) {
            if (!replica.running()) {
                replica.start();
            }
            own.postgres().resumeReplay(replica);
        }
    }

    private static String color(PostgresServer server) throws Exception {
        return server.query("SELECT color FROM things WHERE id = 1001");
    }

    private int eligible() {
        return http.get("", STATUS).body().split("\"eligible\":true", -1).length - 1;
    }

    private Answer read(String kind) {
        return http.get("alice", "seen/1001/" + kind);
    }

    private boolean shows(String kind, String color) {
        return read(kind).body().equals(color);
    }

    private PostgresServer replica(String name) {
        return Objects.requireNonNull(replicas.get(name), name);
    }

    private String preferred() {
        return read("default").route().orElseThrow();
    }

    private String other(String name) {
        return name.equals("replica") ? "replica-2" : "replica";
    }

    /** Loses the server that has shown a row; the other replica does not have it yet. */
    private void showsAndIsLost(String preferred, String kind) throws Exception {
        Awaiting.until("the row on the preferred replica", () -> shows(kind, "new"));
        assertEquals(Optional.of(preferred), read(kind).route());
        replica(preferred).stop();
    }

    @Test
    void withoutMonotonicAReadGoesBackInTimeOnAReplicaThatLagsMore() throws Exception {
        String preferred = preferred();
        own.postgres().pauseReplay(replica(other(preferred)));
        own.onPrimary("UPDATE things SET color = 'new' WHERE id = 1001");
        showsAndIsLost(preferred, "default");
        Awaiting.until(
                "a read on the other replica", () -> read("default").route().equals(Optional.of(other(preferred))));
        assertEquals("old", read("default").body());
    }

    @Test
    void aMonotonicReadIsOnThePrimaryUntilTheOtherReplicaHasWhatItsCallerHasSeen() throws Exception {
        String preferred = preferred();
        own.postgres().pauseReplay(replica(other(preferred)));
        own.onPrimary("UPDATE things SET color = 'new' WHERE id = 1001");
        showsAndIsLost(preferred, "monotonic");
        for (int i = 0; i < 20; i++) {
            Answer read = read("monotonic");
            assertEquals("new", read.body());
            // The first one may have been tried on the lost replica before.
            assertTrue(read.route().orElse("").endsWith("primary"), read.toString());
        }
        own.postgres().resumeReplay(replica(other(preferred)));
        Awaiting.until(
                "a read on the other replica", () -> read("monotonic").route().equals(Optional.of(other(preferred))));
        assertEquals("new", read("monotonic").body());
    }

    @Test
    void aMonotonicReadCostsTheStoreOneRoundTripMore() {
        assertEquals(1, scriptsPerRead("default"));
        assertEquals(2, scriptsPerRead("monotonic"));
    }

    /** {@return the scripts that the store runs for one read; what the node asks once a second is lost in rounding} */
    private long scriptsPerRead(String kind) {
        try (Jedis administrator = new Jedis(own.redis().uri())) {
            long before = RoundTripsIT.scripts(administrator);
            for (int i = 0; i < READS; i++) {
                assertEquals(Optional.of("CAUGHT_UP"), read(kind).reason());
            }
            return Math.round((double) (RoundTripsIT.scripts(administrator) - before) / READS);
        }
    }

    @Test
    void aRowThatAReplicaShowsBeforeThePrimaryIsNotHiddenByThePrimary() throws Exception {
        String preferred = preferred();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        own.onPrimary("ALTER SYSTEM SET synchronous_standby_names = '2 (*)'");
        own.onPrimary("SELECT pg_reload_conf()");
        try {
            own.postgres().pauseReplay(replica(other(preferred)));
            Future<?> committing = writer.submit(() -> {
                try (Connection connection = own.primary().superuser().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("SET synchronous_commit = remote_apply");
                    return statement.executeUpdate("UPDATE things SET color = 'new' WHERE id = 1001");
                }
            });
            showsAndIsLost(preferred, "monotonic");
            assertEquals("old", color(own.primary()), "the primary waits for the other replica");
            for (int i = 0; i < 10; i++) {
                Answer read = read("monotonic");
                assertEquals(503, read.status(), read.toString());
                assertEquals(Optional.of("1"), read.retryAfter());
            }
            Answer any = read("default");
            assertEquals("old", any.body(), "no other freshness waits: " + any);
            replica(preferred).start();
            own.postgres().resumeReplay(replica(other(preferred)));
            committing.get();
            Answer after = read("monotonic");
            assertTrue(after.status() == 200 && after.body().equals("new"), after.toString());
        } finally {
            own.onPrimary("ALTER SYSTEM RESET synchronous_standby_names");
            own.onPrimary("SELECT pg_reload_conf()");
            writer.shutdownNow();
        }
    }

    @Test
    void readsThatNoReplicaCanServeStayWithinTheBudgetAndWritesKeepTheirLatency() throws Exception {
        for (PostgresServer replica : replicas.values()) {
            own.postgres().pauseReplay(replica);
        }
        http.post("alice", "things", Http.color("blue"));
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
}
