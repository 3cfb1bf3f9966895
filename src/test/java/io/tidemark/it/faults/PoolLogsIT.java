package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.LogEntries;
import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Await;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Tests {@code Backoff}: with the original log levels of the connection pools, the log stays short while PostgreSQL
 * servers are away.
 */
@Tag("slow")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolLogsIT {

    private static final Duration WINDOW = Duration.ofSeconds(15);

    /** One entry of each attempt: the last of Payara's three, and WildFly's. */
    private static final Pattern ATTEMPT = Pattern.compile("RAR5114|IJ031084");

    /** A tenth of the attempts that a poll every 100 ms would make in the window, on each of the two servers. */
    private static final long ATTEMPTS = 2 * WINDOW.toMillis() / 100 / 10;

    private final ApplicationServer server = TestServers.applicationServer("pool-logs", DataSources.WITH_LOGS);
    private Servers own;

    @BeforeAll
    void startServer() throws Exception {
        own = OwnServers.start("pool-logs");
        OwnServers.startDemo(server, own, Map.of());
    }

    @AfterAll
    void stopServers() throws Exception {
        server.stop();
        own.close();
    }

    @Test
    void theGrowingPausesBetweenAttemptsAloneEndTheFlood() throws Exception {
        Http http = new Http(server.uri());
        Awaiting.until(
                "a reader on the replica",
                () -> http.get("bob", "things?limit=1").route().equals(Optional.of("replica")));
        LogEntries log = LogEntries.from(server);
        own.replica().stop();
        own.primary().stop();
        Await.until("the pools' entries", WINDOW, () -> attempts(log) > 0);
        long end = System.nanoTime() + WINDOW.toNanos();
        Await.until("the end of the window", WINDOW.multipliedBy(2), () -> System.nanoTime() > end);
        assertTrue(attempts(log) <= ATTEMPTS, attempts(log) + " attempts in " + log.all());
    }

    /** Those that the log shows. */
    private static long attempts(LogEntries log) {
        return log.all().stream().filter(entry -> ATTEMPT.matcher(entry).find()).count();
    }
}
