package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.LogEntries;
import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Await;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Tests the log of an application server at its start and while servers are away.
 *
 * <p>The default locale is Turkish, in which an upper-case i has a dot. Settings must be found anyway.
 */
@Tag("slow")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuietServerIT {

    private static final String OPTIONS = "-Duser.language=tr -Duser.country=TR";
    private static final int ANSWERS = 40;
    private static final int LOGINS = 10;

    /** At the interval ten log-ins take one second, and each half of the time before it with pauses that grow. */
    private static final Duration LEAST = Duration.ofMillis(2500);

    /** What the servers log in any case, with whatever application. */
    private static final Pattern OF_THE_SERVER = Pattern.compile(
            // Payara: where it unpacks itself, certificates of the JDK, and a property of a pool that is set as it is
            // made.
            "Payara Micro Runtime directory|NCLS-SECURITY-05054|PropertyName=skip-client-info-validation"
                    // WildFly: its own defaults, and what the demo sets for Payara.
                    + "|WFLYTX0013|WFLYELY00023|WFLYELY01084|HHH90000025|HHH90000029");

    private final ApplicationServer server = TestServers.applicationServer("quiet", DataSources.AS_CONFIGURED);
    private Servers own;
    private Http http;

    @BeforeAll
    void startServer() throws Exception {
        own = OwnServers.start("quiet");
        // _JAVA_OPTIONS wins over the command line, and so over what our own start sets.
        OwnServers.startDemo(
                server,
                own,
                Map.of(
                        "THINGS_ALICE_PASSWORD",
                        "not-her-name",
                        "_JAVA_OPTIONS",
                        OPTIONS,
                        "TIDEMARK_POLL_IDLE",
                        "500ms"));
        http = new Http(server.uri());
    }

    @AfterAll
    void stopServers() throws Exception {
        server.stop();
        own.close();
    }

    @BeforeEach
    void replicaInUse() {
        Awaiting.until("a reader on the replica", () -> read().route().equals(Optional.of("replica")));
    }

    private Answer read() {
        return http.get("bob", "things?limit=1");
    }

    private Answer write() {
        return http.post("bob", "things", Http.color("red"));
    }

    @Test
    void aNormalStartLogsNoWarning() {
        List<String> start = LogEntries.of(server).all();
        assertTrue(start.stream().anyMatch(entry -> entry.contains("Replica jdbc/replica can be used")));
        // Later tests of this class leave theirs.
        int end = start.indexOf(start.stream()
                .filter(entry -> entry.contains("The store of marks answers."))
                .findFirst()
                .orElseThrow());
        assertEquals(
                List.of(),
                LogEntries.of(server).warnings().stream()
                        .filter(entry -> start.indexOf(entry) <= end)
                        .filter(entry -> !OF_THE_SERVER.matcher(entry).find())
                        .toList());
    }

    @Test
    void variablesOfTheEnvironmentAreFoundUnderATurkishLocale() throws IOException {
        assertTrue(Files.readString(server.log()).contains("Picked up _JAVA_OPTIONS: " + OPTIONS));
        assertEquals(200, http.get("", "tidemark/status").status(), "things.status.open");
        assertEquals(Optional.of("CAUGHT_UP"), read().reason(), "tidemark.redis.uri");
        assertEquals(401, http.get("alice", "things?limit=1").status(), "things.alice.password");
    }

    @Test
    void aNodeWithoutReadsPollsLessAndItsFirstReadIsOnTheReplica() throws Exception {
        write();
        assertEquals(Optional.of("replica"), read().route());
        Set<String> longPauses = new HashSet<>();
        Awaiting.until("three long pauses between polls", () -> {
            longPauses.addAll(lastPollsOlderThan("350 ms"));
            return longPauses.size() >= 3;
        });
        assertEquals(Optional.of("replica"), read().route());
    }

    /** {@return the begin of the last poll of the primary, if it is older; polls usually follow each other after 100 ms} */
    private List<String> lastPollsOlderThan(String age) throws Exception {
        List<String> begun = new ArrayList<>();
        try (Connection connection = own.primary().superuser().getConnection();
                PreparedStatement last = connection.prepareStatement("SELECT query_start::text FROM pg_stat_activity"
                        + " WHERE query LIKE '%pg_current_wal_flush_lsn%' AND pid <> pg_backend_pid()"
                        + " AND clock_timestamp() - query_start > ?::interval")) {
            last.setString(1, age);
            try (ResultSet row = last.executeQuery()) {
                while (row.next()) {
                    begun.add(row.getString(1));
                }
            }
        }
        return begun;
    }

    @Test
    void aReplicaThatIsStoppedFillsNoLog() throws Exception {
        LogEntries log = LogEntries.from(server);
        own.replica().stop();
        try {
            answers(this::read);
            assertQuiet(log, "Replica jdbc/replica", "ConnectException: ");
        } finally {
            own.replica().start();
        }
        replicaInUse();
        assertLogged(log, "Replica jdbc/replica can be used");
    }

    @Test
    void aPrimaryThatIsStoppedFillsNoLog() throws Exception {
        LogEntries log = LogEntries.from(server);
        own.primary().stop();
        try {
            answers(this::write);
            assertQuiet(log, "The primary", "ConnectException: ");
        } finally {
            own.primary().start();
        }
        Awaiting.until("a write", () -> write().status() == 201);
        assertLogged(log, "The primary answers");
    }

    @Test
    void aRedisThatIsStoppedFillsNoLog() throws Exception {
        LogEntries log = LogEntries.from(server);
        own.redis().stop();
        try {
            answers(this::read);
            assertQuiet(log, "The store of marks", "ConnectException: ");
        } finally {
            own.redis().start();
        }
        replicaInUse();
        assertLogged(log, "The store of marks answers");
    }

    @Test
    void aReplicaThatRefusesTheLoginFillsNoLogAndNotItsOwn() throws Exception {
        LogEntries log = LogEntries.from(server);
        long before = refusals();
        password("another");
        try {
            own.replica().execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tidemark'");
            await("a log-in that is refused", () -> refusals() > before);
            long begun = System.nanoTime();
            await(LOGINS + " more", () -> refusals() > before + LOGINS);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(took.compareTo(LEAST) > 0, LOGINS + " log-ins in " + took);
            assertQuiet(log, "Replica jdbc/replica", "password authentication failed");
        } finally {
            password(own.environment().getOrDefault("DATABASE_PASSWORD", ""));
        }
        replicaInUse();
    }

    private void password(String password) throws Exception {
        own.primary().execute("ALTER ROLE tidemark PASSWORD '" + password + "'");
        String changed = own.primary().query("SELECT rolpassword FROM pg_authid WHERE rolname = 'tidemark'");
        await("the password on the replica", () -> own.replica()
                .query("SELECT rolpassword FROM pg_authid WHERE rolname = 'tidemark'")
                .equals(changed));
    }

    private long refusals() throws IOException {
        Path log = own.replica().log();
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("password authentication failed"))
                    .count();
        }
    }

    private static void answers(Supplier<Answer> request) {
        Stream.generate(request).limit(ANSWERS).forEach(answer -> assertTrue(answer.status() > 0));
    }

    /** One line when the connection is lost, one with the cause for which there is no other. Hibernate's are the application's. */
    private static void assertQuiet(LogEntries log, String subject, String cause) throws Exception {
        await("the cause in the log", () -> log.all().stream().anyMatch(entry -> entry.contains(cause)));
        List<String> entries = log.all().stream()
                .filter(entry -> !entry.contains("SqlExceptionHelper"))
                .toList();
        assertEquals(
                List.of(),
                entries.stream()
                        .filter(entry -> !entry.contains(subject + " cannot be used: ")
                                && !entry.contains(subject + " still cannot be used: "))
                        .toList());
        assertTrue(entries.size() <= 3, entries.toString());
    }

    private static void assertLogged(LogEntries log, String line) throws Exception {
        await(line, () -> log.all().stream().anyMatch(entry -> entry.contains(line)));
    }

    private static void await(String what, Await.Condition condition) throws InterruptedException {
        Await.until(what, Duration.ofSeconds(60), condition);
    }
}
