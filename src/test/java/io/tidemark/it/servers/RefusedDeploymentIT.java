package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.waiting.refused.BadWait;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Guestbook;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.SharedServers;
import io.tidemark.it.support.SharedServers.Odd;
import io.tidemark.it.support.Variants;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the settings that fail a deployment, and the messages about them. */
@Tag("slow")
class RefusedDeploymentIT {

    private static Servers others;
    private static Variants variants;

    @BeforeAll
    static void start() throws Exception {
        others = SharedServers.odd().others();
        variants = SharedServers.odd().variants();
    }

    private static void assertRefused(String name, Map<String, String> settings, String message) throws Exception {
        String log = variants.assertRefused(name, Guestbook.war(), settings, message);
        assertFalse(log.contains(SharedServers.WRONG), "a password in the log");
    }

    @Test
    void aBadValueFailsTheDeployment() throws Exception {
        assertRefused(
                "bad-value",
                Map.of(
                        "tidemark.horizon",
                        "0s",
                        "tidemark.redis.uri",
                        "redis://tidemark:" + SharedServers.WRONG + "@local host",
                        "tidemark.replica.jndi",
                        "jdbc/replica,"),
                "Tidemark cannot start: tidemark.horizon=0s: expected a whole number with one of the units ms, s, m, h,"
                        + " from 1s to 168h; tidemark.redis.uri=redis://***@***: expected"
                        + " redis://[user:password@]host[:port][/database],"
                        + " redis-sentinel://[user:password@]host:port[,host:port]/master[/database] or"
                        + " redis-cluster://[user:password@]host:port[,host:port]; with rediss instead of redis for TLS;"
                        + " tidemark.replica.jndi=jdbc/replica,: expected JNDI names of data sources, separated by commas,"
                        + " such as jdbc/replica-1,jdbc/replica-2");
    }

    @Test
    void aBudgetOfZeroFailsTheDeployment() throws Exception {
        assertRefused(
                "no-budget",
                Map.of("tidemark.primary.budget.concurrent", "0", "tidemark.primary.budget.share", "1.5"),
                "Tidemark cannot start: tidemark.primary.budget.concurrent=0: expected a number from 1 to 9999, or no value"
                        + " for no limit; tidemark.primary.budget.share=1.5: expected a number greater than 0 and at most 1,"
                        + " such as 0.1, or no value for no limit");
    }

    @Test
    void aNameOfThePrimaryThatLeadsNowhereFailsTheDeployment() throws Exception {
        assertRefused(
                "unknown-primary",
                Map.of("tidemark.primary.jndi", "jdbc/nowhere"),
                "Tidemark cannot start: tidemark.primary.jndi=jdbc/nowhere: expected the JNDI name of a data source");
    }

    @Test
    void aBadWaitOfAnAnnotationFailsTheDeployment() throws Exception {
        variants.assertRefused(
                "bad-wait",
                Guestbook.war().addPackage(BadWait.class.getPackage()),
                Map.of(),
                "Tidemark cannot start: @RoutedReads(waitMillis = -2) on ");
    }

    @Test
    void aReplicaOfAnotherClusterIsNotUsedAndAStrictStartIsRefused() throws Exception {
        Map<String, String> settings = Odd.settings(DataSources.OTHER_REPLICA);
        String other = "tidemark.replica.jndi=jdbc/replica-other-replica: It belongs to cluster " + cluster(others)
                + ", the primary to " + cluster(TestServers.running())
                + "; expected a streaming replica of this primary.";
        String log = variants.deploy("other-replica", Deployments.asBuilt(), settings, http -> {
            Awaiting.until("the status tells " + other, () -> http.get("", "tidemark/status")
                    .body()
                    .replace("\\/", "/")
                    .contains(other));
            Answer read = http.get("alice", "things?limit=1");
            assertEquals(Optional.of("REPLICA_INELIGIBLE"), read.reason());
        });
        assertTrue(log.contains(other), "expected in the log: " + other);
        Map<String, String> strict = new HashMap<>(settings);
        strict.put("tidemark.strict", "true");
        assertRefused("strict", strict, "Tidemark cannot start, since tidemark.strict=true: " + other);
    }

    private static String cluster(Servers servers) throws Exception {
        return servers.primary().query("SELECT system_identifier FROM pg_control_system()");
    }
}
