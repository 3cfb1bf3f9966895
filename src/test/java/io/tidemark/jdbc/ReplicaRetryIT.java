package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the retry of {@code RoutedDataSource} for statements that a real standby refuses, cancels or loses. The
 * application sees no failure.
 */
@Tag("standalone")
class ReplicaRetryIT {

    private static final String ALL = "SELECT id FROM repeated ORDER BY id";

    private final RealServers real = new RealServers();
    private Connection connection;

    @BeforeEach
    void tables() throws Exception {
        real.setUp("DROP TABLE IF EXISTS repeated CASCADE; DROP TABLE IF EXISTS unlogged_since;"
                + " DROP SEQUENCE IF EXISTS numbers CASCADE;"
                + " CREATE TABLE repeated AS SELECT id FROM generate_series(1, 5000) id;"
                + " CREATE UNLOGGED TABLE unlogged_since (id int);"
                + " CREATE SEQUENCE numbers;"
                + " CREATE VIEW writing AS SELECT nextval('numbers') AS id;"
                + " CREATE OR REPLACE VIEW making AS SELECT lo_create(0) AS id");
        connection = real.routed(Reason.CAUGHT_UP);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static int read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private void assertSent(String... what) {
        assertEquals(
                List.of(what),
                real.log.stream().filter(event -> event.startsWith("sent")).toList());
        real.log.clear();
    }

    @Test
    void aWriteThatAViewHidesIsRunAsOneAndRemembered() throws SQLException {
        assertEquals(1, read(connection, "SELECT id FROM writing"));
        assertSent("sent CAUGHT_UP", "sent WRITE");
        real.routing.reads = Reason.CAUGHT_UP;
        assertEquals(2, read(connection, "SELECT id FROM writing"));
        assertSent("sent WRITE");
    }

    /** Over a connection of its own: what was written over one keeps the primary's for it. */
    private void readOnItsOwn(String sql) throws SQLException {
        try (Connection own = real.routed(Reason.CAUGHT_UP)) {
            read(own, sql);
        }
    }

    @Test
    void whatAStandbyCannotDoIsDoneOnThePrimary() throws SQLException {
        for (String sql : List.of("SELECT count(*) FROM unlogged_since", "SELECT id FROM making")) {
            readOnItsOwn(sql);
            assertSent("sent CAUGHT_UP", "sent WRITE");
            readOnItsOwn(sql);
            assertSent("sent WRITE");
        }
    }

    @Test
    void aPlanWhoseResultHasChangedIsMadeAnew() throws Exception {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        PreparedStatement read = connection.prepareStatement("SELECT * FROM repeated WHERE id = ?");
        for (int i = 1; i < 10; i++) {
            read.setInt(1, i);
            read.executeQuery().close();
            connection.commit();
        }
        real.setUp("ALTER TABLE repeated ALTER id TYPE bigint");
        real.log.clear();
        read.setInt(1, 7);
        try (ResultSet rows = read.executeQuery()) {
            assertTrue(rows.next());
            assertEquals(7, rows.getLong(1));
        }
        // In a transaction the driver does not prepare again by itself, and the standby says 0A000.
        assertSent("sent CAUGHT_UP", "sent REPLICA_FAILED");
        connection.commit();
        assertTrue(read(connection, ALL) == 1);
        assertEquals(7, read(connection, "SELECT * FROM repeated WHERE id = 7"));
        read.setInt(1, 8);
        assertTrue(read.executeQuery().next());
        assertSent("sent CAUGHT_UP", "sent CAUGHT_UP", "sent CAUGHT_UP");
    }

    @Test
    void whatAStandbyOnceCouldNotDoIsLeftToItInALaterReadOnlyTransaction() throws SQLException {
        String sql = "SELECT count(*) FROM unlogged_since";
        readOnItsOwn(sql);
        assertSent("sent CAUGHT_UP", "sent WRITE");
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        real.routing.reads = Reason.CAUGHT_UP;
        assertEquals(1, read(connection, ALL));
        SQLException refused = assertThrows(SQLException.class, () -> read(connection, sql));
        assertEquals("0A000", refused.getSQLState(), "as a plain connection to the standby says");
        connection.rollback();
    }

    private void endBackendsOfTheReplica() throws SQLException {
        real.servers
                .replica()
                .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
    }

    private void awaitQuery(String part) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String sql = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
                + " AND query LIKE '%" + part + "%' AND query NOT LIKE '%pg_stat_activity%'";
        while (real.servers.replica().query(sql).equals("0")) {
            assertTrue(System.nanoTime() < deadline, "no query on the replica");
            Thread.onSpinWait();
        }
    }

    @Test
    void aReadThatReplayCancelsIsRepeatedOnThePrimary() throws Exception {
        real.setUp("CREATE OR REPLACE FUNCTION slow() RETURNS int STABLE LANGUAGE plpgsql AS"
                + " 'BEGIN IF pg_is_in_recovery() THEN PERFORM pg_sleep(60); END IF; RETURN 1; END';"
                + " CREATE OR REPLACE VIEW slow AS SELECT 1 AS id WHERE slow() = 1;"
                + " CREATE OR REPLACE VIEW slow_read AS SELECT s.id FROM slow s, (SELECT 1 FROM repeated LIMIT 1) r");
        real.log.clear();
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
            try {
                return read(connection, "SELECT id FROM slow_read");
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
        awaitQuery("slow_read");
        real.servers.onPrimary("TRUNCATE repeated; INSERT INTO repeated VALUES (1)");
        assertEquals(1, read.get(30, TimeUnit.SECONDS));
        assertSent("sent CAUGHT_UP", "sent REPLICA_CONFLICT");
    }

    @Test
    void aReadWhoseBackendIsEndedIsRepeated() throws Exception {
        assertEquals(1, read(connection, ALL));
        endBackendsOfTheReplica();
        real.log.clear();
        assertEquals(1, read(connection, ALL));
        assertSent("sent CAUGHT_UP", "sent REPLICA_UNAVAILABLE");
        assertTrue(read(connection, ALL) == 1);
        assertSent("sent CAUGHT_UP");
    }

    @Test
    void rowsThatHaveBegunToStreamEndWithTheError() throws Exception {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement();
        statement.setFetchSize(10);
        ResultSet rows = statement.executeQuery(ALL);
        assertTrue(rows.next());
        endBackendsOfTheReplica();
        SQLException failure = assertThrows(SQLException.class, () -> {
            while (rows.next()) {
                rows.getInt(1);
            }
        });
        assertEquals("57P01", failure.getSQLState());
        assertSent("sent CAUGHT_UP");
    }
}
