package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.app.ReadOnlySeries;
import io.tidemark.it.support.Node;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a read-only local transaction has the same outcome on either route of its first read. */
@Tag("standalone")
class ReadOnlyTransactionIT {

    private static final String READ = "SELECT count(*) FROM noted";

    private static final Servers SERVERS = TestServers.running();

    /** Reads on the replica. */
    private static final String ALICE = "alice-" + UUID.randomUUID();

    /** Reads on the primary: a write is pending, in a transaction that stays open. */
    private static final String BOB = "bob-" + UUID.randomUUID();

    private static Node node;
    private static Connection writing;

    /** Each keeps its physical connections from test to test: to connect takes longer than all else. */
    private static Connection aliceReads;

    private static Connection bobReads;

    @BeforeAll
    static void aNodeWithAPendingWrite() throws Exception {
        SERVERS.onPrimary(ReadOnlySeries.TABLES);
        SERVERS.onPrimary("CREATE TABLE IF NOT EXISTS noted_elsewhere (n int);"
                + " GRANT SELECT, INSERT ON noted_elsewhere TO tidemark");
        SERVERS.postgres().awaitReplica();
        node = Node.of(SERVERS);
        node.awaitReplica(ALICE);
        writing = node.routed().getConnection();
        node.inScope(BOB, () -> {
            writing.setAutoCommit(false);
            return writing.createStatement().executeUpdate("INSERT INTO noted_elsewhere VALUES (1)");
        });
        node.awaitReason(BOB, Reason.WRITE_PENDING);
        aliceReads = readOnly();
        bobReads = readOnly();
    }

    private static Connection readOnly() throws SQLException {
        Connection connection = node.routed().getConnection();
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        return connection;
    }

    @AfterAll
    static void close() throws SQLException {
        try {
            aliceReads.close();
            bobReads.close();
            writing.close();
        } finally {
            node.close();
        }
    }

    @AfterEach
    void replayGoesOn() throws SQLException {
        SERVERS.resumeReplay();
    }

    static Stream<List<String>> alike() {
        return ReadOnlySeries.ALIKE.stream();
    }

    static Stream<String> different() {
        return ReadOnlySeries.DIFFERENT.stream();
    }

    static Stream<List<String>> first() {
        return ReadOnlySeries.FIRST.stream();
    }

    private static List<String> onReplica(List<String> series) throws SQLException {
        node.reasons();
        return node.inScope(ALICE, () -> ReadOnlySeries.outcomes(aliceReads, series));
    }

    private static List<String> onPrimary(List<String> series) throws SQLException {
        node.reasons();
        return node.inScope(BOB, () -> ReadOnlySeries.outcomes(bobReads, series));
    }

    /** Also that there was no mark and no pending write before. */
    private static void assertOnlyReadOnReplica() throws SQLException {
        assertEquals(Set.of(Reason.CAUGHT_UP), Set.copyOf(node.reasons()));
        onReplica(List.of(READ));
        assertEquals(List.of(Reason.CAUGHT_UP), node.reasons());
    }

    private static List<String> behindARead(List<String> series) {
        List<String> all = new ArrayList<>(List.of(READ));
        all.addAll(series);
        all.add(READ);
        return all;
    }

    @ParameterizedTest
    @MethodSource("alike")
    void theSameSeriesBehindAReadHasTheSameOutcomeOnBothServers(List<String> series) throws SQLException {
        List<String> replica = onReplica(behindARead(series));
        assertOnlyReadOnReplica();
        List<String> primary = onPrimary(behindARead(series));
        assertTrue(node.reasons().contains(Reason.WRITE_PENDING));
        assertEquals(primary, replica);
    }

    @ParameterizedTest
    @MethodSource("first")
    void aFirstStatementThatNeedsNoPrimaryIsRoutedLikeARead(List<String> series) throws SQLException {
        List<String> replica = onReplica(series);
        assertOnlyReadOnReplica();
        List<String> primary = onPrimary(series);
        assertEquals(Reason.WRITE_PENDING, node.reasons().get(0));
        assertEquals(primary, replica);
    }

    @ParameterizedTest
    @MethodSource("different")
    void whatAStandbyWouldDoOtherwiseIsRefusedThere(String sql) throws SQLException {
        List<String> replica = onReplica(List.of(READ, sql, "SHOW work_mem"));
        assertEquals(sql + " -> 25006", replica.get(1));
        assertTrue(replica.get(2).endsWith("B]"), "the transaction goes on: " + replica);
        assertNotEquals(sql + " -> 25006", onPrimary(List.of(READ, sql)).get(1), "the primary runs it");
        node.reasons();
        node.inScope("carol-" + UUID.randomUUID(), () -> ReadOnlySeries.outcomes(bobReads, List.of(sql)));
        assertEquals(List.of(Reason.WRITE), node.reasons(), "as the first statement it is for the primary");
    }

    @Test
    void afterAnEndInTheTextTheServerIsChosenAnew() throws Exception {
        for (String end : List.of("COMMIT", "ROLLBACK", "COMMIT nonsense")) {
            String carol = "carol-" + UUID.randomUUID();
            node.awaitReplica(carol);
            SERVERS.pauseReplay();
            int before = node.inScope(carol, () -> count(aliceReads));
            node.inScope(carol, () -> ended(aliceReads, end));
            node.writes(carol, "INSERT INTO noted VALUES (9)");
            assertEquals(before + 1, node.inScope(carol, () -> count(aliceReads)), end);
            aliceReads.rollback();
            SERVERS.resumeReplay();
            SERVERS.postgres().awaitReplica();
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static String ended(Connection connection, String end) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(end);
            return end;
        } catch (SQLException failed) {
            return String.valueOf(failed.getSQLState());
        }
    }

    @Test
    void aSettingOfTheSessionHoldsOnTheServerThatComesNext() throws Exception {
        try (Connection connection = readOnly()) {
            List<String> rolledBack = List.of(READ, "SET app.tenant = 'not this'");
            node.inScope(ALICE, () -> ReadOnlySeries.outcomes(connection, rolledBack));
            List<String> committed = List.of(
                    READ, "SET app.tenant = 'one'", "SELECT set_config('app.tenant', 'two', false)", "COMMIT", READ);
            node.reasons();
            node.inScope(ALICE, () -> ReadOnlySeries.outcomes(connection, committed));
            assertEquals(Set.of(Reason.CAUGHT_UP), Set.copyOf(node.reasons()));
            List<String> next = List.of(READ, "SHOW app.tenant");
            assertEquals(
                    "SHOW app.tenant -> [two]",
                    node.inScope(BOB, () -> ReadOnlySeries.outcomes(connection, next))
                            .get(1));
            assertTrue(node.reasons().contains(Reason.WRITE_PENDING));
        }
    }
}
