package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.postgres.PostgresCatalogue;
import io.tidemark.servers.Await;
import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.FunctionNames;
import io.tidemark.sql.FunctionPolicy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the retry of {@code RoutedDataSource} for failures of a real replica. The application sees none of them, and
 * the connection keeps no trace.
 */
@Tag("standalone")
class ReplicaErrorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RealServers real = new RealServers();
    private final DataSource routed = real.ofApplication();

    /** A change of the schema that the replica lacks. */
    private record Change(String ddl, String read, String state) {}

    @BeforeEach
    void schema() throws Exception {
        real.setUp("DROP SCHEMA IF EXISTS newer CASCADE; DROP SCHEMA IF EXISTS later CASCADE; CREATE SCHEMA newer;"
                + " CREATE TABLE newer.item AS SELECT id FROM generate_series(1, 3) id;"
                + " CREATE TABLE newer.secret AS SELECT 5 AS id;"
                + " CREATE TYPE newer.mood AS ENUM ('sad');"
                + " GRANT USAGE ON SCHEMA newer TO tidemark; GRANT SELECT ON newer.item TO tidemark");
    }

    @AfterEach
    void replayGoesOn() throws SQLException {
        real.servers.resumeReplay();
    }

    private void learn() throws Exception {
        // These ask for the server, so that they can fail on a standby alone.
        FunctionNames safe = FunctionNames.parse("newer.fails, newer.file");
        CatalogueBuilder builder = new CatalogueBuilder(new FunctionPolicy(safe, FunctionNames.NONE));
        new PostgresCatalogue(real.primary, Duration.ofSeconds(30)).read(builder);
        real.classifier.learn(builder.build());
    }

    private String read(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private void assertFailsOnTheReplica(String state, String sql) {
        SQLException failure = assertThrows(
                SQLException.class, () -> read(real.servers.replica().application(), sql), sql);
        assertEquals(state, failure.getSQLState(), failure.getMessage());
    }

    /** The read succeeds over the routed connection: on the primary, as a read. */
    private void assertRepeatedAsARead(String sql) throws SQLException {
        real.log.clear();
        read(routed, sql);
        assertEquals(
                List.of("sent CAUGHT_UP", "sent REPLICA_FAILED"),
                real.log.stream().filter(event -> event.startsWith("sent")).toList(),
                sql);
        assertFalse(real.log.contains("write"), sql);
    }

    @Test
    void aReplicaThatLacksAChangeOfTheSchemaCostsNoError() throws Exception {
        List<Change> changes = List.of(
                new Change("ALTER TABLE newer.item ADD price int DEFAULT 5", "SELECT price FROM newer.item", "42703"),
                new Change(
                        "CREATE TABLE newer.other AS SELECT 5 AS id; GRANT SELECT ON newer.other TO tidemark",
                        "SELECT id FROM newer.other",
                        "42P01"),
                new Change(
                        "CREATE SCHEMA later; GRANT USAGE ON SCHEMA later TO tidemark;"
                                + " CREATE FUNCTION later.one() RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1'",
                        "SELECT later.one()",
                        "3F000"),
                new Change(
                        "CREATE FUNCTION newer.twice(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2 * $1'",
                        "SELECT newer.twice(id) FROM newer.item",
                        "42883"),
                new Change("ALTER TYPE newer.mood ADD VALUE 'happy'", "SELECT 'happy'::newer.mood", "22P02"),
                new Change("CREATE DOMAIN newer.price AS int", "SELECT '5'::newer.price", "42704"),
                new Change("GRANT SELECT ON newer.secret TO tidemark", "SELECT id FROM newer.secret", "42501"));
        real.servers.pauseReplay();
        for (Change change : changes) {
            real.servers.onPrimary(change.ddl());
        }
        learn();
        for (Change change : changes) {
            assertFailsOnTheReplica(change.state(), change.read());
            real.routing.reads = Reason.CAUGHT_UP;
            assertRepeatedAsARead(change.read());
        }
    }

    @Test
    void aMistakeCostsThePrimaryOneStatementASecond() throws Exception {
        real.routing.reads = Reason.CAUGHT_UP;
        long begun = System.nanoTime();
        int times = 500;
        try (Connection connection = routed.getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < times; i++) {
                SQLException mistake = assertThrows(
                        SQLException.class, () -> statement.executeQuery("SELECT nonsense FROM newer.item"));
                assertEquals("42703", mistake.getSQLState());
            }
        }
        long seconds = 1 + (System.nanoTime() - begun) / SharedFailures.PAUSE_NANOS;
        long onPrimary = real.log.stream().filter("sent REPLICA_FAILED"::equals).count();
        assertTrue(onPrimary >= 1 && onPrimary <= seconds, onPrimary + " statements in " + seconds + " s");
        assertEquals(times, real.log.stream().filter("sent CAUGHT_UP"::equals).count());
    }

    /** A function that does so on a standby only; its state is any that a real one may have. */
    private void onTheReplicaOnly(String statements) throws Exception {
        real.setUp("CREATE OR REPLACE FUNCTION newer.fails(state text) RETURNS int STABLE LANGUAGE plpgsql AS"
                + " $$BEGIN IF pg_is_in_recovery() THEN " + statements + " END IF; RETURN 5; END$$");
        learn();
    }

    @Test
    void anyStateOfAReplicaIsRepeated() throws Exception {
        onTheReplicaOnly("RAISE EXCEPTION 'here only' USING ERRCODE = state;");
        for (String state : List.of(
                "XX001", "XX002", "58000", "58030", "58P01", "53000", "53100", "53200", "53400", "54001", "55000",
                "55006", "57014", "F0000", "P0001", "22012", "21000", "42501", "25P02")) {
            String sql = "SELECT newer.fails('" + state + "')";
            assertFailsOnTheReplica(state, sql);
            real.routing.reads = Reason.CAUGHT_UP;
            assertRepeatedAsARead(sql);
        }
    }

    @Test
    void aDeadlockWithReplayIsAConflict() throws Exception {
        onTheReplicaOnly("RAISE EXCEPTION 'deadlock detected' USING ERRCODE = state;");
        real.routing.reads = Reason.CAUGHT_UP;
        assertEquals("5", read(routed, "SELECT newer.fails('40P01')"));
        assertTrue(real.log.contains("sent REPLICA_CONFLICT"));
        assertFalse(real.log.contains("write"));
    }

    @Test
    void aFileThatIsMissingOnTheReplicaCostsNoError() throws Exception {
        real.servers.onPrimary("DO $$BEGIN EXECUTE format('COPY (SELECT 5) TO %L',"
                + " current_setting('data_directory') || '/here-only'); END$$");
        real.setUp("CREATE FUNCTION newer.file() RETURNS text STABLE SECURITY DEFINER LANGUAGE plpgsql AS"
                + " $$BEGIN RETURN pg_read_file('here-only'); END$$");
        learn();
        assertFailsOnTheReplica("58P01", "SELECT newer.file()");
        assertRepeatedAsARead("SELECT newer.file()");
    }

    @Test
    void aLimitOfTheReplicaCostsNoError() throws Exception {
        setOnTheReplica("temp_file_limit", "64kB");
        try {
            String sql =
                    "SELECT count(*) FROM (SELECT id FROM generate_series(1, 400000) id ORDER BY id DESC OFFSET 1) s";
            assertFailsOnTheReplica("53400", sql);
            assertRepeatedAsARead(sql);
        } finally {
            setOnTheReplica("temp_file_limit", "-1");
        }
    }

    @Test
    void aStatementTimeoutOfTheReplicaCostsNoError() throws Exception {
        onTheReplicaOnly("PERFORM pg_sleep(60);");
        setOnTheReplica("statement_timeout", "100ms");
        try {
            assertFailsOnTheReplica("57014", "SELECT newer.fails('')");
            assertRepeatedAsARead("SELECT newer.fails('')");
        } finally {
            setOnTheReplica("statement_timeout", "0");
        }
    }

    private void setOnTheReplica(String setting, String value) throws Exception {
        real.servers.replica().execute("ALTER SYSTEM SET " + setting + " = '" + value + "'");
        real.servers.replica().execute("SELECT pg_reload_conf()");
        Await.until(setting, PATIENCE, () -> value.equals(real.servers.replica().query("SHOW " + setting)));
    }

    /** Reads what sleeps on the replica, in another thread. */
    private CompletableFuture<String> sleepingRead(Statement statement) throws Exception {
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try (ResultSet rows = statement.executeQuery("SELECT newer.fails('sleeping')")) {
                rows.next();
                return rows.getString(1);
            } catch (SQLException failure) {
                return String.valueOf(failure.getSQLState());
            }
        });
        Await.until(
                "the read", PATIENCE, () -> "1".equals(real.servers.replica().query(sleeping("count(*)"))));
        return read;
    }

    private static String sleeping(String what) {
        return "SELECT " + what + " FROM pg_stat_activity WHERE state = 'active' AND usename = 'tidemark'"
                + " AND wait_event = 'PgSleep' AND query LIKE '%newer.fails%'";
    }

    @Test
    void whatAnOperatorCancelsIsRepeatedAndWhatTheApplicationCancelsIsNot() throws Exception {
        onTheReplicaOnly("PERFORM pg_sleep(60);");
        try (Connection connection = routed.getConnection();
                Statement statement = connection.createStatement()) {
            CompletableFuture<String> read = sleepingRead(statement);
            real.servers.replica().query(sleeping("pg_cancel_backend(pid)"));
            assertEquals("5", result(read));
            assertTrue(real.log.contains("sent REPLICA_FAILED"));
            real.log.clear();
            CompletableFuture<String> cancelled = sleepingRead(statement);
            statement.cancel();
            assertEquals("57014", result(cancelled));
            assertFalse(real.log.contains("sent REPLICA_FAILED"));
        }
    }

    private static String result(CompletableFuture<String> read) throws InterruptedException, ExecutionException {
        return read.completeOnTimeout("too late", PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .get();
    }

    @Test
    void theApplicationsTimeoutsSurface() throws Exception {
        onTheReplicaOnly("PERFORM pg_sleep(60);");
        try (Connection connection = routed.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            SQLException late =
                    assertThrows(SQLException.class, () -> statement.executeQuery("SELECT newer.fails('')"));
            assertEquals("57014", late.getSQLState());
            statement.setQueryTimeout(0);
            connection.setNetworkTimeout(Runnable::run, 500);
            SQLException silent =
                    assertThrows(SQLException.class, () -> statement.executeQuery("SELECT newer.fails('')"));
            assertEquals("08006", silent.getSQLState());
        } finally {
            // The server does not know yet that its client is gone.
            real.servers.replica().execute(sleeping("pg_terminate_backend(pid)"));
        }
        assertTrue(real.log.stream().filter(event -> event.startsWith("sent")).allMatch("sent CAUGHT_UP"::equals));
    }
}
