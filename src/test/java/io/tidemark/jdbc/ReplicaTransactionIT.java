package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests reads of {@code RoutedConnection} that need a transaction on the replica: one snapshot, rows in portions, large
 * objects.
 */
@Tag("standalone")
class ReplicaTransactionIT {

    private static final int ROWS = 5_000;

    private final RealServers real = new RealServers();

    @BeforeEach
    void tables() throws Exception {
        real.setUp("DROP TABLE IF EXISTS streamed; CREATE TABLE streamed AS SELECT id FROM generate_series(1, " + ROWS
                + ") id; DROP TABLE IF EXISTS large; CREATE TABLE large (content oid);"
                + " INSERT INTO large SELECT lo_from_bytea(0, '\\x010203')");
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM streamed")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private String inTransactionOnTheReplica() throws SQLException {
        return real.servers
                .replica()
                .query("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'");
    }

    private void onlyReplica() {
        assertTrue(real.log.stream().noneMatch(event -> event.startsWith("sent") && !event.equals("sent CAUGHT_UP")));
    }

    @Test
    void aReadOnlyTransactionIsOneSnapshot() throws Exception {
        try (Connection connection = real.routed(Reason.CAUGHT_UP)) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            assertEquals(ROWS, count(connection));
            real.setUp("INSERT INTO streamed VALUES (0)");
            assertEquals(ROWS, count(connection));
            connection.commit();
            assertEquals(ROWS + 1, count(connection));
        }
        onlyReplica();
    }

    @Test
    void rowsComePieceByPieceInAReadOnlyTransaction() throws Exception {
        try (Connection connection = real.routed(Reason.CAUGHT_UP)) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            assertStreams(connection);
        }
        onlyReplica();
    }

    @Test
    void rowsComePieceByPieceInJtaToo() throws Exception {
        real.routing.transaction = Optional.of("one");
        try (Connection connection = real.routed(Reason.CAUGHT_UP)) {
            assertStreams(connection);
            assertEquals("1", inTransactionOnTheReplica());
        }
        assertEquals("0", inTransactionOnTheReplica());
        onlyReplica();
    }

    /** While the rows are read, the statement's transaction is open. */
    private void assertStreams(Connection connection) throws Exception {
        Statement statement = connection.createStatement();
        statement.setFetchSize(10);
        ResultSet rows = statement.executeQuery("SELECT id FROM streamed");
        int seen = 0;
        while (rows.next()) {
            if (++seen == 1) {
                assertEquals(
                        "1",
                        real.servers
                                .replica()
                                .query(
                                        "SELECT count(*) FROM pg_stat_activity"
                                                + " WHERE state = 'idle in transaction' AND query LIKE 'SELECT id FROM streamed%'"));
                assertEquals(ROWS, count(connection), "another read meanwhile");
            }
        }
        assertEquals(ROWS, seen);
    }

    @Test
    void largeObjectsAreReadInJta() throws Exception {
        real.routing.transaction = Optional.of("one");
        try (Connection connection = real.routed(Reason.CAUGHT_UP);
                ResultSet rows = connection.createStatement().executeQuery("SELECT content FROM large")) {
            assertTrue(rows.next());
            assertArrayEquals(new byte[] {1, 2, 3}, rows.getBlob(1).getBytes(1, 3));
        }
        onlyReplica();
    }

    @Test
    void withoutATransactionTheDriverReadsNoneAsOnTheRawConnection() throws Exception {
        try (Connection connection = real.routed(Reason.CAUGHT_UP);
                ResultSet rows = connection.createStatement().executeQuery("SELECT content FROM large")) {
            assertTrue(rows.next());
            assertEquals(
                    "25P01",
                    assertThrows(SQLException.class, () -> rows.getBlob(1).getBytes(1, 3))
                            .getSQLState());
        }
    }

    private static final String LARGE = "SELECT content FROM large";

    /** The route was turned and the writer told of the outcome, once. */
    private void assertOneWrite() {
        assertEquals(1, real.log.stream().filter("write"::equals).count());
        assertEquals(1, real.log.stream().filter("ended"::equals).count());
    }

    @Test
    void aLargeObjectThatWasReadOnThePrimaryIsWrittenAsAWrite() throws Exception {
        try (Connection connection = real.routed(Reason.WROTE)) {
            connection.setAutoCommit(false);
            try (ResultSet rows = connection.createStatement().executeQuery(LARGE)) {
                assertTrue(rows.next());
                rows.getBlob(1).setBytes(1, new byte[] {9});
                try (OutputStream stream = rows.getObject(1, Blob.class).setBinaryStream(2)) {
                    stream.write(8);
                }
            }
            connection.commit();
        }
        assertEquals("\\x090803", real.servers.primary().query("SELECT lo_get(content) FROM large"));
        assertOneWrite();
    }

    @Test
    void aLargeTextIsTruncatedAsAWrite() throws Exception {
        try (Connection connection = real.routed(Reason.WROTE)) {
            connection.setAutoCommit(false);
            try (ResultSet rows = connection.createStatement().executeQuery(LARGE)) {
                assertTrue(rows.next());
                rows.getClob("content").truncate(1);
            }
            connection.commit();
        }
        assertEquals("\\x01", real.servers.primary().query("SELECT lo_get(content) FROM large"));
        assertOneWrite();
    }

    @Test
    void aLargeObjectThatWasReadOnTheReplicaCannotBeWritten() throws Exception {
        try (Connection connection = real.routed(Reason.CAUGHT_UP)) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (ResultSet rows = connection.createStatement().executeQuery(LARGE)) {
                assertTrue(rows.next());
                Blob blob = rows.getBlob(1);
                SQLException refused = assertThrows(SQLException.class, () -> blob.setBytes(1, new byte[] {9}));
                assertEquals("25006", refused.getSQLState());
                assertArrayEquals(new byte[] {1, 2, 3}, blob.getBytes(1, 3), "the transaction goes on");
            }
            connection.commit();
        }
        onlyReplica();
        assertEquals(0, real.log.stream().filter("write"::equals).count());
    }

    @Test
    void aRowThatIsUpdatedInALaterTransactionIsAWriteOfThat() throws Exception {
        real.setUp("ALTER TABLE streamed ADD PRIMARY KEY (id)");
        try (Connection connection = real.routed(Reason.WROTE)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement(
                            ResultSet.TYPE_SCROLL_INSENSITIVE,
                            ResultSet.CONCUR_UPDATABLE,
                            ResultSet.HOLD_CURSORS_OVER_COMMIT);
                    ResultSet rows = statement.executeQuery("SELECT id FROM streamed WHERE id = 1")) {
                assertTrue(rows.next());
                connection.commit();
                real.log.clear();
                assertEquals(ROWS, count(connection));
                rows.updateInt(1, -1);
                rows.updateRow();
                connection.commit();
                assertOneWrite();
            }
        }
    }
}
