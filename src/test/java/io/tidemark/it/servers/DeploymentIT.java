package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.SharedServers;
import io.tidemark.it.support.SharedServers.Odd;
import io.tidemark.it.support.Variants;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests deployments with missing servers or unusual data sources. */
@Tag("slow")
class DeploymentIT {

    private static final String STATUS = "/tidemark/status";

    private final Servers servers = TestServers.running();

    @Test
    void withoutAReplicaDataSourceEverythingIsOnThePrimaryAndRedisIsNotNeeded() throws Exception {
        servers.redis().stop();
        Variants variants = SharedServers.odd().variants();
        try {
            variants.deploy("no-replica", Deployments.asBuilt(), Map.of(), http -> {
                Answer created = http.post("alice", "things", Http.color("orange"));
                assertEquals(201, created.status(), created.body());
                Answer read = http.get("alice", "things/" + created.id());
                assertEquals(Optional.of("primary"), read.route());
                assertEquals(Optional.of("NO_REPLICA"), read.reason());
                Answer ready = variants.health().get("", "health/ready");
                assertEquals(200, ready.status(), ready.body());
                assertFalse(ready.body().contains("not watched"), "a reason, which is not shown: " + ready.body());
            });
        } finally {
            servers.redis().start();
        }
    }

    /** A server may refuse it when it is looked up, or when it is used. */
    @Test
    void aReplicaThatIsDefinedButCannotBeHadIsNotTakenForNone() throws Exception {
        ApplicationServer server = TestServers.applicationServer("broken-replica", DataSources.BROKEN_REPLICA);
        try {
            startOrBeRefused(server);
            String told = "tidemark.replica.jndi=jdbc/replica: ";
            Awaiting.until("the log tells " + told, () -> Files.readString(server.log())
                    .contains(told));
        } finally {
            server.stop();
        }
    }

    private static void startOrBeRefused(ApplicationServer server) throws Exception {
        try {
            server.start(Map.of(), STATUS);
        } catch (IllegalStateException refused) {
            assertTrue(server.running(), "it was refused by a server that runs");
        }
    }

    /** Deploys the demo with the data sources of a kind, uses it, and returns the log of that time. */
    private static String deploy(DataSources kind, Variants.Use use) throws Exception {
        Map<String, String> settings = Odd.settings(kind);
        String primary = settings.getOrDefault("tidemark.primary.jndi", "");
        return SharedServers.odd()
                .variants()
                .deploy(kind.suffix().substring(1), Deployments.onPrimary(primary), settings, use);
    }

    /** pgjdbc leaves a connection in auto-commit mode while a branch of an XA transaction is open on it. */
    @Test
    void thePrimaryMayBeAnXaDataSource() throws Exception {
        deploy(DataSources.XA_PRIMARY, http -> {
            Answer created = http.post("alice", "things", Http.color("orange"));
            assertEquals(201, created.status(), created.body());
            Answer changed = http.put("alice", "things/" + created.id(), Http.color("blue"));
            assertEquals(200, changed.status(), changed.body());
            assertEquals("blue", http.get("alice", "things/" + created.id()).color());
        });
    }

    /**
     * A transaction that reads on the replica and then writes would have two resources. {@code OwnDataSourcesIT} has the
     * same with a primary that is no XA resource.
     */
    @Test
    void aReplicaPoolInTheContainersTransactionsIsNotUsed() throws Exception {
        String remedy = "takes part in the container's transactions (JTA)";
        String log = deploy(DataSources.REPLICA_IN_JTA_XA_PRIMARY, http -> {
            Awaiting.until(
                    "the status has the remedy",
                    () -> http.get("", "tidemark/status").body().contains(remedy));
            for (int round = 0; round < 10; round++) {
                Answer created = http.post("alice", "things", Http.color("orange"));
                assertEquals(201, created.status(), created.body());
                Answer changed = http.put("alice", "things/" + created.id(), Http.color("blue"));
                assertEquals(200, changed.status(), changed.body());
                Answer read = http.get("bob", "things/" + created.id());
                assertEquals("blue", read.color());
                assertEquals(Optional.of(Reason.REPLICA_INELIGIBLE.name()), read.reason());
            }
        });
        List<String> warnings =
                log.lines().filter(line -> line.contains(remedy)).toList();
        assertEquals(1, warnings.size(), warnings.toString());
    }

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void allServersMayBeDownAtDeploymentAndAPoolOfTwoServesThirtyTwoWriters() throws Exception {
        ApplicationServer server = TestServers.applicationServer("small-pool", DataSources.SMALL_PRIMARY);
        servers.replica().stop();
        servers.primary().stop();
        servers.redis().stop();
        try {
            server.start(Map.of("THINGS_STATUS_OPEN", "true", "TIDEMARK_HEALTH_DETAILS", "true"), STATUS);
            Http http = new Http(server.uri());
            Http health = new Http(server.health());
            assertTrue(http.get("", "tidemark/status").body().contains("\"ready\":false"));
            assertEquals(503, http.get("alice", "things").status());
            assertNotReady(health);
            servers.primary().start();
            Awaiting.until("ready with the primary alone", () -> isReady(health));
            Answer alone = health.get("", "health/ready");
            assertTrue(alone.body().contains("\"replica\":"), alone.body());
            startServers();
            Awaiting.until(
                    "alice reads from the replica",
                    () -> http.get("alice", "things?limit=1").route().equals(Optional.of("replica")));
            assertEquals(List.of(), findingsOfThirtyTwoWriters(http));
        } finally {
            server.stop();
            startServers();
        }
    }

    private static boolean isReady(Http health) {
        return health.get("", "health/ready").status() == 200;
    }

    /** Not ready, but alive: a restart would not bring the primary back. */
    private static void assertNotReady(Http health) {
        Answer ready = health.get("", "health/ready");
        assertEquals(503, ready.status(), ready.body());
        assertTrue(ready.body().contains("\"tidemark\""), ready.body());
        assertEquals(200, health.get("", "health/live").status());
    }

    private void startServers() throws Exception {
        if (!servers.primary().running()) {
            servers.primary().start();
        }
        if (!servers.replica().running()) {
            servers.replica().start();
        }
        if (!servers.redis().running()) {
            servers.redis().start();
        }
    }

    private static List<String> findingsOfThirtyTwoWriters(Http http) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Future<String>> writers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String color = "color " + i;
                writers.add(threads.submit(() -> {
                    Answer created = http.post("alice", "things", Http.color(color));
                    if (created.status() != 201) {
                        return created.toString();
                    }
                    Answer read = http.get("alice", "things/" + created.id());
                    return read.status() == 200 && read.color().equals(color) ? "" : read.toString();
                }));
            }
            List<String> findings = new ArrayList<>();
            for (Future<String> writer : writers) {
                findings.add(writer.get());
            }
            findings.removeIf(String::isEmpty);
            return findings;
        } finally {
            threads.shutdownNow();
        }
    }
}
