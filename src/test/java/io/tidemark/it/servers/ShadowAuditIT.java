package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.AuditResult;
import io.tidemark.Reason;
import io.tidemark.RoutingMXBean;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Counts;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.ServerJvm;
import io.tidemark.it.support.Variants;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the audit of shadow mode over HTTP, for reads by Hibernate and by plain JDBC. */
@Tag("slow")
class ShadowAuditIT {

    private static final String NAME = "audited";
    private static final Duration QUICK = Duration.ofSeconds(5);

    /** A server of its own, since a JMX client opens a port there until the server ends. */
    private static DeploymentServer server;

    private final Servers servers = TestServers.running();

    private interface Use {
        void of(Http http, RoutingMXBean operator) throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        TestServers.running()
                .onPrimary(
                        "CREATE OR REPLACE FUNCTION audited_port() RETURNS text STABLE LANGUAGE plpgsql AS"
                                + " $$ BEGIN RETURN inet_server_port()::text; END $$;"
                                + " CREATE OR REPLACE FUNCTION audited_failure() RETURNS text STABLE LANGUAGE plpgsql AS"
                                + " $$ BEGIN IF pg_is_in_recovery() THEN RAISE SQLSTATE '22012'; END IF; RETURN 'fine'; END $$");
        TestServers.running().postgres().awaitReplica();
        server = DeploymentServer.ofBuild(TestServers.running(), "shadow-audit");
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @AfterEach
    void serversGoOn() throws Exception {
        servers.replica().thaw();
        servers.resumeReplay();
    }

    private static String deployed(String timeout, Use use) throws Exception {
        Map<String, String> settings = Map.of(
                "tidemark.routing",
                "shadow",
                "tidemark.audit.share",
                "100%",
                "tidemark.audit.timeout",
                timeout,
                "tidemark.functions.safe",
                "audited_port,audited_failure");
        return Variants.of(server).deploy(NAME, Deployments.withTestBeans(), settings, http -> {
            try (ServerJvm jvm = ServerJvm.of(server.pid())) {
                use.of(http, jvm.routing(NAME));
            }
        });
    }

    private static Answer query(Http http, String sql) {
        Answer answer = http.get("bob", "audited?sql=" + URLEncoder.encode(sql, StandardCharsets.UTF_8));
        assertEquals(200, answer.status(), answer.body());
        assertEquals(Optional.of("primary"), answer.route());
        return answer;
    }

    /** Returns a thing of alice's that routing would read on the replica. */
    private static long awaitAliceWouldRead(Http http, RoutingMXBean operator) {
        long thing = http.post("alice", "things", Http.color("orange")).id();
        Awaiting.until("alice would read on the replica", () -> {
            long before = moved(operator);
            http.get("alice", "things/" + thing);
            return moved(operator) > before;
        });
        awaitAllAudited(operator);
        return thing;
    }

    /** Returns the number of reads that routing would have moved. */
    private static long moved(RoutingMXBean operator) {
        return Counts.moved(operator.getShadowStatements());
    }

    private static long audited(RoutingMXBean operator) {
        return Counts.total(operator.getShadowAudits());
    }

    private static void awaitAllAudited(RoutingMXBean operator) {
        Awaiting.until("a result of each read", () -> audited(operator) == moved(operator));
    }

    private static long count(RoutingMXBean operator, AuditResult result) {
        return operator.getShadowAudits().getOrDefault(result.name(), 0L);
    }

    @Test
    void readsByHibernateAndByPlainJdbcAreEqualAndNoReadAfterAWriteIsAudited() throws Exception {
        deployed("10s", (http, operator) -> {
            long thing = awaitAliceWouldRead(http, operator);
            for (String path :
                    new String[] {"things/" + thing, "things?limit=5", "colors/" + thing + "/asking-for-nothing"}) {
                Map<String, Long> before = operator.getShadowAudits();
                assertEquals(200, http.get("bob", path).status(), path);
                awaitAllAudited(operator);
                assertEquals(
                        Set.of(AuditResult.EQUAL.name()),
                        Counts.since(before, operator.getShadowAudits()).keySet(),
                        path);
            }
            long before = audited(operator);
            long reads = moved(operator);
            assertEquals(
                    200,
                    http.put("alice", "things/" + thing, Http.color("blue")).status());
            awaitAllAudited(operator);
            assertTrue(audited(operator) > before, "the reads before its write are audited");
            long wrote = operator.getShadowStatements().getOrDefault(Reason.WROTE.name(), 0L);
            assertTrue(wrote > 0, "a read after the write");
            assertEquals(moved(operator) - reads, audited(operator) - before);
            assertEquals(0, count(operator, AuditResult.DIFFERS) + count(operator, AuditResult.FAILED));
        });
    }

    @Test
    void aRealDifferenceAndAFailureAreCountedAndLoggedOnce() throws Exception {
        String log = deployed("10s", (http, operator) -> {
            awaitAliceWouldRead(http, operator);
            Awaiting.until("a difference", () -> {
                query(http, "SELECT audited_port(), 'secret' FROM things");
                awaitAllAudited(operator);
                return count(operator, AuditResult.DIFFERS) > 1;
            });
            assertEquals(
                    "fine",
                    query(http, "SELECT audited_failure() FROM things LIMIT 1").body());
            awaitAllAudited(operator);
            assertEquals(1, count(operator, AuditResult.FAILED));
            assertEquals(Map.of("22", 1L), operator.getShadowAuditFailures());
        });
        assertEquals(2, log.split("Statement: select audited_", -1).length - 1, log);
        assertTrue(log.contains("Statement: select audited_port ( ) , ? from things"), log);
        assertTrue(log.contains("fails on replica jdbc/replica with SQLState 22012"), log);
    }

    @Test
    void aChangeBetweenTheExecutionsIsNotCountedAsADifference() throws Exception {
        deployed("10s", (http, operator) -> {
            long thing = awaitAliceWouldRead(http, operator);
            servers.pauseReplay();
            http.post("alice", "things", Http.color("green"));
            assertEquals(
                    "orange",
                    query(http, "SELECT color FROM things WHERE id = " + thing).body());
            servers.onPrimary("UPDATE things SET color = 'red' WHERE id = " + thing);
            servers.resumeReplay();
            Awaiting.until("a concurrent change", () -> count(operator, AuditResult.CONCURRENT) == 1);
            assertEquals(0, count(operator, AuditResult.DIFFERS));
        });
    }

    @Test
    void aReplicaThatIsLateOrHangsDelaysAndFailsNoRead() throws Exception {
        deployed("300ms", (http, operator) -> {
            long thing = awaitAliceWouldRead(http, operator);
            servers.pauseReplay();
            http.post("alice", "things", Http.color("green"));
            query(http, "SELECT color FROM things WHERE id = " + thing);
            Awaiting.until("a timeout", () -> count(operator, AuditResult.TIMED_OUT) >= 1);
            servers.resumeReplay();
            servers.replica().freeze();
            long begun = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertEquals(200, http.get("bob", "things/" + thing).status());
            }
            assertTrue(System.nanoTime() - begun < QUICK.toNanos());
        });
    }
}
