package io.tidemark.it.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.RoutingMXBean;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Counts;
import io.tidemark.it.support.ServerJvm;
import io.tidemark.it.support.Visitor;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the counts of shadow mode for an application with the reads that move when its reads are routed afterwards. */
@Tag("slow")
class HelpdeskShadowIT {

    /**
     * A read shortly after a write is decided by the time that the replica needs, which varies between two walks. This is about
     * one such read in ten.
     */
    private static final double TOLERANCE = 0.1;

    private static Servers servers;

    /** A server of its own, since a JMX client opens a port there until the server ends. */
    private static ApplicationServer server;

    @BeforeAll
    static void startServer() throws Exception {
        servers = TestServers.running();
        servers.onPrimary(Files.readString(Path.of("src/test/resources/com/example/helpdesk/schema.sql")));
        servers.postgres().awaitReplica();
        server = TestServers.fullServer("helpdesk-shadow", Helpdesk.archive());
        server.start(
                Map.of(
                        "TIDEMARK_TOKEN_KEY",
                        "",
                        "TIDEMARK_ROUTING",
                        "shadow",
                        "TIDEMARK_AUDIT_SHARE",
                        "100%",
                        "TIDEMARK_AUDIT_TIMEOUT",
                        "5s"),
                "/api/figures");
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @Test
    void theShareOfShadowModeIsTheShareThatMoves() throws Exception {
        try (ServerJvm jvm = ServerJvm.of(server.pid())) {
            RoutingMXBean operator = jvm.routing("");
            Visitor user = new Visitor(server.uri());
            user.post("api/account", "name=first&password=first");
            Awaiting.until("the replica would be used", () -> {
                Map<String, Long> before = operator.getShadowStatements();
                user.get("api/tickets");
                return Counts.moved(Counts.since(before, operator.getShadowStatements())) > 0;
            });
            Map<String, Long> before = operator.getShadowStatements();
            long waitsBefore = operator.getShadowWaits();
            Helpdesk.walk(new Visitor(server.uri()), "rehearsing", servers);
            Map<String, Long> rehearsed = Counts.since(before, operator.getShadowStatements());
            long waits = operator.getShadowWaits() - waitsBefore;
            Map<String, Long> audits = operator.getShadowAudits();

            operator.setRouting(true);
            Awaiting.until(
                    "the replica is used", () -> user.get("api/tickets").route().equals(Optional.of("replica")));
            before = operator.getStatements();
            Helpdesk.walk(new Visitor(server.uri()), "routed", servers);
            Map<String, Long> routed = Counts.since(before, operator.getStatements());

            double predicted = (double) Counts.moved(rehearsed) / (Counts.reads(rehearsed) + waits);
            double waiting = (double) waits / (Counts.reads(rehearsed) + waits);
            double real = (double) Counts.moved(routed) / Counts.reads(routed);
            assertTrue(predicted > 0.25, rehearsed::toString);
            assertTrue(
                    real >= predicted - TOLERANCE && real <= predicted + waiting + TOLERANCE,
                    rehearsed + ", then " + routed);
            assertEquals(0L, audits.get("DIFFERS"));
            assertEquals(Map.of(), operator.getShadowAuditFailures());
        }
    }
}
