package io.tidemark.jdbc;

import static io.tidemark.jdbc.Bench.INSERT;
import static io.tidemark.jdbc.Bench.PLAIN_INSERT;
import static io.tidemark.jdbc.Bench.PLAIN_READ;
import static io.tidemark.jdbc.Bench.READ;
import static io.tidemark.jdbc.Bench.assertState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RoutedConnectionTest {

    private final Bench bench = new Bench();

    @Test
    void whatNeedsNoServerBindsNone() throws SQLException {
        Connection connection = bench.connection();
        PreparedStatement statement = connection.prepareStatement(READ);
        statement.setInt(1, 7);
        statement.setFetchSize(10);
        assertNull(connection.getWarnings());
        connection.clearWarnings();
        assertNull(statement.getWarnings());
        statement.clearWarnings();
        assertNull(statement.getResultSet());
        assertEquals(-1, statement.getUpdateCount());
        assertFalse(statement.getMoreResults());
        assertFalse(statement.isClosed());
        assertFalse(connection.isClosed());
        assertTrue(connection.isValid(1));
        assertTrue(connection.getAutoCommit());
        assertFalse(connection.isReadOnly());
        assertSame(connection, statement.getConnection());
        statement.close();
        connection.close();
        assertTrue(connection.isClosed());
        bench.assertHappened();
    }

    @Test
    void afterCloseEverythingIsRefused() throws SQLException {
        Connection connection = bench.connection();
        Statement statement = connection.createStatement();
        connection.close();
        connection.close();
        assertState("08003", connection::createStatement);
        assertState("08003", () -> connection.prepareStatement(READ));
        assertState("08003", () -> connection.setReadOnly(true));
        assertState("08003", () -> connection.setClientInfo("a", "b"));
        assertState("08003", connection::commit);
        assertState("08003", connection::getMetaData);
        assertState("08003", () -> statement.executeQuery(PLAIN_READ));
        assertFalse(connection.isValid(1));
        assertTrue(statement.isClosed());
        bench.assertHappened();
    }

    @Test
    void aUserOfItsOwnIsNotSupported() {
        assertThrows(SQLFeatureNotSupportedException.class, () -> bench.source.getConnection("a", "b"));
    }

    @Test
    void whatWasSetIsAppliedToEachServerAndRestored() throws SQLException {
        try (Connection connection = bench.connection()) {
            connection.setReadOnly(true);
            connection.setHoldability(2);
            connection.setNetworkTimeout(Runnable::run, 500);
            connection.createStatement().executeQuery(PLAIN_READ);
            bench.routing.reads = Reason.WROTE;
            connection.createStatement().executeQuery(PLAIN_READ);
        }
        List<String> happened = bench.happened();
        for (String server : List.of("replica#1 ", "primary#1 ")) {
            assertEquals(
                    List.of(
                            "setReadOnly(true)",
                            "setHoldability(2)",
                            "setNetworkTimeout(500)",
                            "executeQuery " + PLAIN_READ + "[]",
                            "statement close",
                            "setReadOnly(false)",
                            "setHoldability(1)",
                            "setNetworkTimeout(0)",
                            "close"),
                    happened.stream()
                            .filter(event -> event.startsWith(server))
                            .map(event -> event.substring(server.length()))
                            .toList());
        }
    }

    @Test
    void whatIsSetBetweenTwoStatementsIsAppliedBeforeTheSecond() throws SQLException {
        try (Connection connection = bench.connection()) {
            Statement statement = connection.createStatement();
            statement.executeQuery(PLAIN_READ);
            connection.setSchema("other");
            bench.happened();
            statement.executeQuery(PLAIN_READ);
            assertEquals("other", connection.getSchema());
        }
        assertEquals(
                List.of(
                        "replica#1 executeQuery SHOW search_path[]",
                        "replica#1 executeQuery " + PLAIN_READ + "[]",
                        "replica#1 execute SELECT set_config('search_path', ?, false)[a, b]"),
                bench.executions());
    }

    @Test
    void anIsolationLevelThatSpansStatementsIsForThePrimary() throws SQLException {
        try (Connection connection = bench.connection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.createStatement().executeQuery(PLAIN_READ);
        }
        assertEquals(List.of("primary#1 executeQuery " + PLAIN_READ + "[]"), bench.executions());
    }

    @Test
    void closeIsCompleteAlthoughEveryStepThrows() throws SQLException {
        Connection connection = bench.manual();
        connection.setTypeMap(Map.of());
        connection.prepareStatement(INSERT).execute();
        SQLException first = FakeServer.failure("1");
        bench.primary.failNext("statement close", first);
        bench.primary.failNext("rollback", FakeServer.failure("2"));
        bench.primary.failNext("setTypeMap", new IllegalStateException("3"));
        bench.primary.failNext("close", FakeServer.failure("4"));
        bench.happened();
        assertSame(first, assertThrows(SQLException.class, connection::close));
        Throwable[] others = first.getSuppressed();
        assertEquals(2, others.length);
        assertEquals(1, others[1].getSuppressed().length);
        assertEquals(1, bench.count("ended"));
        assertTrue(bench.log.contains("primary#1 close"));
        bench.assertNothingOpen();
        connection.close();
    }

    @Test
    void bothServersAreGivenBackAlthoughOneThrows() throws SQLException {
        Connection connection = bench.connection();
        connection.createStatement().executeQuery(PLAIN_READ);
        connection.createStatement().executeUpdate(PLAIN_INSERT);
        bench.primary.failNext("close", FakeServer.failure("1"));
        bench.replica.failNext("close", FakeServer.failure("2"));
        assertThrows(SQLException.class, connection::close);
        bench.assertNothingOpen();
    }

    @Test
    void abortBreaksWhatIsBoundAndCloseStillReturnsIt() throws SQLException {
        Connection connection = bench.manual();
        connection.createStatement().executeUpdate(PLAIN_INSERT);
        bench.primary.failNext("rollback", FakeServer.failure("08003"));
        bench.happened();
        connection.abort(Runnable::run);
        assertTrue(connection.isClosed());
        bench.assertHappened("primary#1 abort");
        connection.close();
        assertEquals(1, bench.count("ended"));
        bench.assertNothingOpen();
    }

    @Test
    void aConnectionThatIsNotInAutoCommitByDefaultIsBroughtToItAndBack() throws SQLException {
        bench.primary.autoCommit = false;
        try (Connection connection = bench.connection()) {
            connection.createStatement().executeUpdate(PLAIN_INSERT);
        }
        bench.assertHappened(
                "write",
                "primary connect",
                "primary#1 setAutoCommit(true)",
                "committing",
                "sent WRITE",
                "primary#1 executeUpdate " + PLAIN_INSERT + "[]",
                "ended",
                "primary#1 statement close",
                "primary#1 setAutoCommit(false)",
                "primary#1 close");
    }

    @Test
    void whoUnwrapsTheDriversConnectionMayHaveWrittenUntilClose() throws SQLException {
        Connection connection = bench.connection();
        assertSame(connection, connection.unwrap(Connection.class));
        bench.assertHappened();
        assertThrows(
                ClassCastException.class, () -> connection.unwrap(Driver.class).getClass());
        bench.assertHappened("primary connect", "write", "committing");
        connection.close();
        bench.assertHappened("primary#1 close", "ended");
    }

    @Test
    void whatTheDriversConnectionBeganIsCommittedToo() throws SQLException {
        Connection connection = bench.manual();
        assertThrows(
                ClassCastException.class, () -> connection.unwrap(Driver.class).getClass());
        connection.commit();
        bench.happened();
        connection.commit();
        bench.assertHappened("write", "committing", "primary#1 commit", "ended");
        connection.close();
    }

    @Test
    void theDriversConnectionStaysPendingBetweenTransactionsUntilItIsClosed() throws SQLException {
        Connection connection = bench.manual();
        assertThrows(
                ClassCastException.class, () -> connection.unwrap(Driver.class).getClass());
        bench.happened();
        connection.commit();
        bench.assertHappened("committing", "primary#1 commit", "ended", "write", "committing");
        Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE);
        statement.executeQuery(Bench.PLAIN_READ);
        connection.commit();
        bench.happened();
        statement.close();
        bench.assertHappened("primary#1 statement close", "write", "ended");
        connection.close();
        assertEquals(1, bench.count("ended"), "until now it was pending");
    }

    @Test
    void whatLeadsPastTheRoutingFromRowsOfThePrimaryIsPending() throws SQLException {
        bench.routing.reads = Reason.LATEST;
        try (Connection connection = bench.connection()) {
            ResultSet rows = connection.createStatement().executeQuery(Bench.PLAIN_READ);
            assertEquals(0, bench.count("write"));
            rows.unwrap(Driver.class);
            assertEquals(1, bench.count("write"));
            assertEquals(1, bench.count("committing"));
            assertEquals(0, bench.count("ended"));
        }
        assertEquals(bench.count("write"), bench.count("ended"), bench.log::toString);
        bench.happened();
        try (Connection connection = bench.manual()) {
            ResultSet rows = connection.createStatement().executeQuery(Bench.PLAIN_READ);
            rows.unwrap(Driver.class);
            connection.commit();
            assertTrue(bench.log.indexOf("committing") < bench.log.indexOf("primary#2 commit"), bench.log::toString);
            assertEquals(1, bench.count("ended"));
        }
    }

    @Test
    void anArrayIsMadeWhereItsStatementRuns() throws SQLException {
        try (Connection connection = bench.connection()) {
            Array array = connection.createArrayOf("int", new Object[] {1});
            PreparedStatement read = connection.prepareStatement(READ);
            read.setArray(1, array);
            array.free();
            read.executeQuery();
            read.setObject(1, array);
            read.executeQuery();
            assertEquals(2, bench.count("replica#1 createArrayOf int"));
            assertEquals(0, bench.primary.connections());
            array.getBaseType();
            assertEquals(1, bench.count("primary#1 createArrayOf int"));
        }
    }

    @Test
    void metadataComesFromThePrimaryAndCountsForNothing() throws SQLException {
        try (Connection connection = bench.connection()) {
            connection.getMetaData().getTables(null, null, "t", null);
            bench.assertHappened("primary connect");
            connection.createStatement().executeQuery(PLAIN_READ);
            assertEquals(List.of("replica#1 executeQuery " + PLAIN_READ + "[]"), bench.executions());
        }
    }
}
