package io.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.Http.Answer;
import io.tidemark.servers.PayaraMicro;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fails a deployment, and what does not. Each test starts an application server of its own. */
class DeploymentIT {

    private static final Path APPLICATION = Path.of("target/tidemark-things").toAbsolutePath();
    private static final Path POST_BOOT = Path.of("server-config/payara/postboot.asadmin");

    private final Servers servers = TestServers.running();

    private PayaraMicro payara(String name, Path postBoot) {
        return new PayaraMicro(
                servers,
                new PayaraMicro.Programs(
                        Path.of(System.getProperty("payara.micro.jar")),
                        Path.of(System.getProperty("postgresql.driver.jar"))),
                new PayaraMicro.Application(APPLICATION, postBoot),
                name);
    }

    /** The server's commands, changed for a test. */
    private static Path commands(String name, String without, String with) throws IOException {
        String commands = Files.readString(POST_BOOT);
        assertTrue(commands.contains(without), without);
        return Files.writeString(Path.of("target/it/" + name + ".asadmin"), commands.replace(without, with))
                .toAbsolutePath();
    }

    private static void assertRefused(PayaraMicro payara, Map<String, String> environment, String message)
            throws Exception {
        try {
            assertThrows(IllegalStateException.class, () -> payara.start(environment, "/tidemark/status"));
            String log = Files.readString(payara.log());
            assertTrue(log.contains(message), "expected in " + payara.log() + ": " + message);
        } finally {
            payara.stop();
        }
    }

    @Test
    void aBadValueFailsTheDeploymentAndIsNamed() throws Exception {
        assertRefused(
                payara("bad-value", POST_BOOT.toAbsolutePath()),
                Map.of("TIDEMARK_HORIZON", "0s", "TIDEMARK_REDIS_URI", "http://user:secret@localhost"),
                "Tidemark cannot start: tidemark.redis.uri=http://***@localhost: expected redis://[user:password@]host"
                        + "[:port][/database], or rediss:// for TLS; tidemark.horizon=0s: expected a whole number with one"
                        + " of the units ms, s, m, h, from 1s to 168h");
    }

    @Test
    void aNameThatLeadsNowhereFailsTheDeploymentAndIsNamed() throws Exception {
        assertRefused(
                payara("unknown-name", POST_BOOT.toAbsolutePath()),
                Map.of("TIDEMARK_REPLICA_JNDI", "jdbc/nowhere"),
                "Tidemark cannot start: tidemark.replica.jndi=jdbc/nowhere: expected the JNDI name of a data source");
    }

    @Test
    void withoutAReplicaDataSourceEverythingIsOnThePrimaryAndRedisIsNotNeeded() throws Exception {
        Path commands = commands(
                "no-replica", "create-jdbc-resource --connectionpoolid replica-pool jdbc/replica", "# no replica");
        PayaraMicro payara = payara("no-replica", commands);
        servers.redis().stop();
        try {
            payara.start(Map.of("THINGS_STATUS_OPEN", "true"), "/tidemark/status");
            Http http = new Http(payara.uri());
            Answer created = http.post("alice", "things", Http.color("orange"));
            assertEquals(201, created.status(), created.body());
            Answer read = http.get("alice", "things/" + created.id());
            assertEquals(Optional.of("primary"), read.route());
            assertEquals(Optional.of("NO_REPLICA"), read.reason());
            assertTrue(isReady(http));
        } finally {
            payara.stop();
            servers.redis().start();
        }
    }

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void allServersMayBeDownAtDeploymentAndAPoolOfTwoServesThirtyTwoWriters() throws Exception {
        Path commands = commands(
                "small-pool",
                "--maxpoolsize 32 --poolresize 2 --maxwait 5000",
                "--maxpoolsize 2" + " --poolresize 1 --maxwait 20000");
        PayaraMicro payara = payara("small-pool", commands);
        servers.replica().stop();
        servers.primary().stop();
        servers.redis().stop();
        try {
            payara.start(Map.of("THINGS_STATUS_OPEN", "true"), "/tidemark/status");
            Http http = new Http(payara.uri());
            assertTrue(http.get("", "tidemark/status").body().contains("\"ready\":false"));
            assertEquals(503, http.get("alice", "things").status());
            assertNotReady(http);
            servers.primary().start();
            Awaiting.until("ready with the primary alone", () -> isReady(http));
            Answer alone = http.get("", "health/ready");
            assertTrue(alone.body().contains("\"replica\":"), alone.body());
            startServers();
            Awaiting.until(
                    "alice reads from the replica",
                    () -> http.get("alice", "things?limit=1").route().equals(Optional.of("replica")));
            assertEquals(List.of(), findingsOfThirtyTwoWriters(http));
        } finally {
            payara.stop();
            startServers();
        }
    }

    private static boolean isReady(Http http) {
        return http.get("", "health/ready").status() == 200;
    }

    /** Not ready, but alive: a restart would not bring the primary back. */
    private static void assertNotReady(Http http) {
        Answer ready = http.get("", "health/ready");
        assertEquals(503, ready.status(), ready.body());
        assertTrue(ready.body().contains("\"tidemark\""), ready.body());
        assertEquals(200, http.get("", "health/live").status());
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
