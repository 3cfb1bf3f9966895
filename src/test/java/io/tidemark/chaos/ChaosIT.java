package io.tidemark.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.chaos.ChaosClient.Node;
import io.tidemark.chaos.FaultSchedule.Planned;
import io.tidemark.chaos.Operation.Kind;
import io.tidemark.chaos.Violation.Guarantee;
import io.tidemark.chaos.app.ChaosResource;
import io.tidemark.it.support.Deployments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** Runs a schedule of faults against two application servers under load, and checks the history of all operations. */
@Tag("chaos")
@Timeout(1_500)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosIT {

    private static final System.Logger LOG = System.getLogger(ChaosIT.class.getName());

    /** More than the longest freeze of a server and the timeout of a pool's checkout together. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final ChaosSettings settings = ChaosSettings.of(System.getProperties());
    private final String server = System.getProperty("arquillian.launch");
    private final Path directory = Path.of("target", "chaos", server);
    private ChaosServers servers;

    @BeforeAll
    void start() throws Exception {
        Path war = Path.of(System.getProperty("it.directory"), "chaos.war");
        Deployments.asBuilt()
                .addPackage(ChaosResource.class.getPackage())
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        servers = ChaosServers.start(war);
    }

    @AfterAll
    void stop() throws Exception {
        servers.stop();
    }

    /** The last test, since a node may avoid a replica for minutes after it has failed often. */
    @Test
    @Order(Integer.MAX_VALUE)
    void noFaultBreaksAGuarantee() throws Exception {
        List<Planned> plan = FaultSchedule.of(settings.seed(), settings.duration(), settings.faults());
        LOG.log(System.Logger.Level.INFO, "-Dchaos.seed={0}: {1}", String.valueOf(settings.seed()), plan);
        History history = new ChaosRun(servers, settings.seed()).run(plan);
        Report report = new Report(server, settings, history, HistoryChecker.check(history, BOUND));
        report.write(directory);
        String text = report.text() + "history and report in " + directory;
        LOG.log(System.Logger.Level.INFO, text);
        assertEquals(0, report.violations().size(), text);
        assertTrue(new Figures(history).replicaShareInCalm() > 20, text);
    }

    private static Set<Guarantee> broken(Recorder recorder) {
        return HistoryChecker.check(recorder.history(), BOUND).stream()
                .map(Violation::guarantee)
                .collect(Collectors.toSet());
    }

    /** The operations of one client while no replica replays. */
    private interface Operations {
        void of(ChaosClient client, Node node, Node other, long object) throws Exception;
    }

    private Set<Guarantee> brokenWhilePaused(Operations operations) throws Exception {
        Recorder recorder = new Recorder();
        new Database(servers::primary, recorder).writeFirstVersions();
        servers.awaitReplicas();
        servers.awaitUse();
        ChaosClient client = new ChaosClient("reader", Optional.of("alice"), recorder, servers.reads());
        long object = ClientLoop.objects().get(0);
        try {
            for (int number = 1; number <= 2; number++) {
                servers.own().postgres().pauseReplay(servers.replica(number));
            }
            operations.of(client, servers.nodes().get(0), servers.nodes().get(1), object);
        } finally {
            for (int number = 1; number <= 2; number++) {
                servers.own().postgres().resumeReplay(servers.replica(number));
            }
        }
        return broken(recorder);
    }

    /** The control of the next tests: under the same conditions, the reads of the default freshness break nothing. */
    @Test
    void readsWithMarksShowTheirCallersWrites() throws Exception {
        assertEquals(Set.of(), brokenWhilePaused((client, node, other, object) -> {
            client.writeByEntity(node, object);
            client.read(other, Kind.READ, object);
            client.monotonicRead(other, object);
            client.list(other);
        }));
    }

    @Test
    void readsFromAnyReplicaAreReportedAsStale() throws Exception {
        assertEquals(Set.of(Guarantee.READ_YOUR_WRITES), brokenWhilePaused((client, node, other, object) -> {
            client.writeByEntity(node, object);
            client.eventualRead(other, object);
        }));
    }

    @Test
    void readsWithoutTheMarkOfTheirCallerAreReportedAsStale() throws Exception {
        assertEquals(Set.of(Guarantee.READ_YOUR_WRITES), brokenWhilePaused((client, node, other, object) -> {
            client.writeByEntity(node, object);
            removeMarks("alice");
            client.read(other, Kind.READ, object);
            client.list(other);
        }));
    }

    /** Behind the back of the application, which cannot notice it: the floor stays. */
    private void removeMarks(String caller) {
        try (Jedis administrator = new Jedis(servers.own().redis().uri())) {
            Set<String> marks = administrator.keys("*:mark:" + caller);
            assertEquals(1, marks.size(), marks.toString());
            administrator.del(marks.toArray(String[]::new));
        }
    }
}
