package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Await;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the data source {@code jdbc/replica-2} of {@code server-config}. */
@Timeout(240)
class SecondReplicaIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONNECTIONS =
            "SELECT least(count(*), 1) FROM pg_stat_activity WHERE application_name = 'tidemark'";

    /** The messages of the pools of Payara and WildFly about connections that cannot be made. */
    private static final Pattern POOL_FAILURE = Pattern.compile("RAR\\d{4}|IJ0\\d{5}");

    @Test
    void itReachesTheSecondReplicaAndAnUnusedPoolLogsNothingWhileItsServerIsAway() throws Exception {
        ApplicationServer server = TestServers.applicationServer("second-replica", DataSources.WITH_LOGS);
        try (Servers own = OwnServers.start("second-replica", 2)) {
            own.replica(1).stop();
            try {
                OwnServers.startDemo(server, own, Map.of("TIDEMARK_REPLICA_JNDI", "jdbc/replica-2"));
                Await.until("connections to the second replica", SOON, () -> "1"
                        .equals(own.replica(2).query(CONNECTIONS)));
            } finally {
                server.stop();
            }
            String log = Files.readString(server.log());
            assertFalse(POOL_FAILURE.matcher(log).find(), log);
        }
    }
}
