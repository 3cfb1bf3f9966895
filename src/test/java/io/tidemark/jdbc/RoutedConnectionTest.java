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
        assertTrue(connection.getAutoCommit());
        assertFalse(connection.isReadOnly());
        assertSame(connection, statement.getConnection());
        statement.close();
        connection.close();
        assertTrue(connection.isClosed());
        bench.assertHappened();
    }

    /** A persistence provider may still drop its schema. */
    @Test
    void afterTheEndOfTheApplicationAConnectionIsThePrimarysOwn() throws SQLException {
        bench.source.end();
        try (Connection connection = bench.connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(PLAIN_INSERT);
            assertFalse(connection instanceof RoutedConnection);
        }
        assertEquals(1, bench.executions().size());
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
                        "replica#1 execute SELECT pg_catalog.set_config(?, ?, false)[search_path, a, b]"),
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
    void rowsOfMetadataHoldThePrimaryUntilTheyAreClosed() throws SQLException {
        try (Connection connection = bench.connection()) {
            ResultSet tables = connection.getMetaData().getTables(null, null, "t", null);
            bench.assertHappened("primary connect");
            read(connection);
            assertEquals(List.of("primary#1 executeQuery " + PLAIN_READ + "[]"), bench.executions());
            assertEquals(0, bench.replica.connections(), "the replica's pool is not waited for");
            tables.close();
            assertEquals(0, bench.primary.open());
            read(connection);
            assertEquals(List.of("replica#1 executeQuery " + PLAIN_READ + "[]"), bench.executions());
        }
    }

    private static void read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(PLAIN_READ);
        }
    }

    /** A call that describes the connection or its server. */
    private interface Description {
        Object of(Connection connection) throws SQLException;
    }

    private static final Map<String, Description> DESCRIPTIONS = Map.ofEntries(
            Map.entry("URL", c -> c.getMetaData().getURL()),
            Map.entry("product", c -> c.getMetaData().getDatabaseMajorVersion()),
            Map.entry("isolation", Connection::getTransactionIsolation),
            Map.entry("schema", Connection::getSchema),
            Map.entry("catalog", Connection::getCatalog),
            Map.entry("holdability", Connection::getHoldability),
            Map.entry("time-out", Connection::getNetworkTimeout),
            Map.entry("wrapper", c -> c.isWrapperFor(Driver.class)),
            Map.entry("statement's wrapper", c -> {
                try (Statement statement = c.createStatement()) {
                    return statement.isWrapperFor(Driver.class);
                }
            }),
            Map.entry("SQL", c -> c.nativeSQL("{fn now()}")),
            Map.entry("validity", c -> c.isValid(1)));

    @Test
    void aDescriptionHoldsNoConnection() throws SQLException {
        for (Map.Entry<String, Description> description : DESCRIPTIONS.entrySet()) {
            try (Connection connection = bench.connection()) {
                Object first = description.getValue().of(connection);
                bench.assertNothingOpen();
                assertEquals(first, description.getValue().of(connection));
                read(connection);
                assertEquals(0, bench.primary.open(), description.getKey());
                assertEquals(1, bench.replica.open(), description.getKey());
            }
        }
    }

    @Test
    void aDescriptionIsAskedOnceOfThePrimary() throws SQLException {
        try (Connection connection = bench.connection()) {
            assertEquals("jdbc:primary", connection.getMetaData().getURL());
        }
        try (Connection connection = bench.connection()) {
            bench.happened();
            assertEquals("jdbc:primary", connection.getMetaData().getURL());
            bench.assertHappened();
        }
    }

    @Test
    void withoutThePrimaryTheReplicaDescribesAndServes() throws SQLException {
        for (Map.Entry<String, Description> description : DESCRIPTIONS.entrySet()) {
            Bench bench = new Bench();
            bench.primary.failNext("connect", FakeServer.failure("08001"));
            try (Connection connection = bench.connection()) {
                description.getValue().of(connection);
                bench.assertNothingOpen();
                bench.routing.primaryAnswers = false;
                description.getValue().of(connection);
                read(connection);
                assertEquals(1, bench.replica.open(), description.getKey());
            }
            assertTrue(bench.primary.connections() == 0, description.getKey());
        }
    }

    @Test
    void thePrimaryTakesOverAgainFromTheReplica() throws SQLException {
        bench.routing.primaryAnswers = false;
        try (Connection connection = bench.connection()) {
            assertEquals("jdbc:replica", connection.getMetaData().getURL());
            bench.routing.primaryAnswers = true;
            assertEquals("jdbc:primary", connection.getMetaData().getURL());
            bench.routing.primaryAnswers = false;
            assertEquals("jdbc:primary", connection.getMetaData().getURL());
        }
    }

    @Test
    void aFailedPrimaryIsReportedIfTheReplicaFailsToo() throws SQLException {
        bench.primary.failNext("connect", FakeServer.failure("08001"));
        bench.replica.failNext("connect", FakeServer.failure("08006"));
        try (Connection connection = bench.connection()) {
            assertState("08001", connection::getSchema);
        }
    }

    @Test
    void aBoundConnectionOfThePrimaryIsAskedSinceItMayHaveBeenChanged() throws SQLException {
        try (Connection connection = bench.connection()) {
            assertEquals("public", connection.getSchema());
            connection.createStatement().executeUpdate("set search_path to other");
            bench.primary.failNext("getSchema", FakeServer.failure("asked"));
            assertState("asked", connection::getSchema);
        }
    }

    @Test
    void validityIsThatOfTheServerThatAReadWouldGoTo() throws SQLException {
        try (Connection connection = bench.connection()) {
            bench.replica.valid = false;
            bench.replica.failNext("connect", FakeServer.failure("08001"));
            assertTrue(connection.isValid(1), "a read would be repeated on the primary");
            bench.primary.failNext("connect", FakeServer.failure("08001"));
            assertFalse(connection.isValid(1));
            bench.primary.failNext("isValid", new IllegalStateException("at run time"));
            assertFalse(connection.isValid(1));
            bench.replica.valid = true;
            bench.primary.valid = false;
            assertTrue(connection.isValid(1));
            bench.routing.reads = Reason.NOT_ROUTED;
            assertFalse(connection.isValid(1));
            bench.assertNothingOpen();
        }
    }

    @Test
    void theReplicaIsReturnedBeforeThePrimaryIsWaitedForUnlessItsRowsAreOpen() throws SQLException {
        try (Connection connection = bench.connection()) {
            read(connection);
            connection.createStatement().executeUpdate(PLAIN_INSERT);
            assertTrue(
                    bench.log.indexOf("replica#1 close") < bench.log.indexOf("primary connect")
                            && bench.log.contains("replica#1 close"),
                    bench.log::toString);
        }
        bench.routing.reads = Reason.CAUGHT_UP;
        try (Connection connection = bench.connection()) {
            connection.createStatement().executeQuery(PLAIN_READ);
            bench.happened();
            connection.createStatement().executeUpdate(PLAIN_INSERT);
            assertFalse(bench.log.contains("replica#2 close"));
        }
    }

    @Test
    void thePrimaryIsReturnedBeforeTheReplicaIsWaitedForUnlessSomethingWasWritten() throws SQLException {
        try (Connection connection = bench.connection()) {
            bench.routing.reads = Reason.LATEST;
            read(connection);
            bench.routing.reads = Reason.CAUGHT_UP;
            read(connection);
            assertTrue(bench.log.contains("primary#1 close"));
            assertTrue(bench.log.indexOf("primary#1 close") < bench.log.indexOf("replica connect"));
            connection.createStatement().executeUpdate(PLAIN_INSERT);
            bench.routing.reads = Reason.CAUGHT_UP;
            bench.happened();
            read(connection);
            bench.assertHappened(
                    "read?",
                    "sent PRIMARY_HELD",
                    "primary#2 executeQuery " + PLAIN_READ + "[]",
                    "primary#2 statement close");
        }
    }

    @Test
    void aStatementThatRunsAgainDoesNotHoldThePrimaryItself() throws SQLException {
        try (Connection connection = bench.connection();
                PreparedStatement read = connection.prepareStatement(PLAIN_READ)) {
            bench.routing.reads = Reason.LATEST;
            read.executeQuery();
            bench.routing.reads = Reason.CAUGHT_UP;
            read.executeQuery();
            assertEquals(0, bench.primary.open());
            bench.routing.reads = Reason.LATEST;
            read.executeQuery();
            assertEquals(0, bench.replica.open());
        }
    }
}
