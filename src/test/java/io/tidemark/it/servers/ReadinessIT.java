package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OnSharedServer;
import io.tidemark.it.support.SharedServers;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests {@code tidemark.ready}: the readiness of a node that loses its primary, then its replica. */
@Tag("slow")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ReadinessIT {

    private static final String READ = "things?limit=1";
    private static final int UP = 200;
    private static final int DOWN = 503;

    private final Servers servers = TestServers.running();
    private Http http = new Http(URI.create("unset:/"));
    private Http health = http;

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("readiness", Deployments::asBuilt);

    private void start() throws Exception {
        http = new Http(APPLICATION.uri());
        health = new Http(SharedServers.usual().health());
        Awaiting.until(
                "a reader on the replica", () -> http.get("bob", READ).route().equals(Optional.of("replica")));
        awaitReadiness(UP);
    }

    @AfterEach
    void startServers() throws Exception {
        if (!servers.primary().running()) {
            servers.primary().start();
        }
        if (!servers.replica().running()) {
            servers.replica().start();
        }
    }

    private int readiness() {
        return health.get("", "health/ready").status();
    }

    private void awaitReadiness(int status) {
        Awaiting.until("the readiness " + status, () -> readiness() == status);
    }

    private void losePrimary() throws Exception {
        servers.primary().stop();
        awaitStatus("\"ready\":false");
    }

    private void loseReplica() throws Exception {
        servers.replica().stop();
        awaitStatus("\"eligible\":false");
    }

    /** Health checks use the same state, so their results are final from then on. */
    private void awaitStatus(String part) {
        Awaiting.until(
                "the status has " + part,
                () -> http.get("", "tidemark/status").body().contains(part));
    }

    @Test
    void byDefaultANodeIsReadyWhileAServerOfReadsAnswers() throws Exception {
        start();
        losePrimary();
        assertEquals(UP, readiness());
        Answer read = http.get("bob", READ);
        assertEquals(200, read.status(), read.body());
        assertEquals(Optional.of("replica"), read.route());
        aNodeThatStartsIsReady();
        loseReplica();
        assertEquals(DOWN, readiness());
        servers.primary().start();
        awaitReadiness(UP);
    }

    /** Starts another node, while the primary is away. */
    private static void aNodeThatStartsIsReady() throws Exception {
        ApplicationServer started = TestServers.applicationServer("readiness-started", DataSources.AS_CONFIGURED);
        try {
            started.start(Map.of("THINGS_STATUS_OPEN", "true"), "/tidemark/status");
            Http node = new Http(started.uri());
            Http itsHealth = new Http(started.health());
            Awaiting.until(
                    "the readiness of the node",
                    () -> itsHealth.get("", "health/ready").status() == UP);
            String status = node.get("", "tidemark/status").body();
            assertTrue(status.contains("The primary has not answered yet; replicas of cluster"), status);
            assertEquals(200, node.get("", READ).status());
        } finally {
            started.stop();
        }
    }
}
