package io.tidemark.jdbc;

import static io.tidemark.jdbc.Bench.PLAIN_INSERT;
import static io.tidemark.jdbc.Bench.PLAIN_READ;
import static io.tidemark.jdbc.Bench.assertState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests {@code RoutedConnection} in a JTA transaction. */
final class JtaTest {

    private final Bench bench = new Bench();

    @AfterEach
    void nothingStaysOpen() {
        bench.assertNothingOpen();
    }

    private void begin(String transaction) {
        bench.routing.transaction = Optional.of(transaction);
        bench.primary.autoCommit = false;
    }

    private void end() {
        bench.routing.transaction = Optional.empty();
        bench.primary.autoCommit = true;
    }

    @Test
    void readsAreRoutedAndWritesLeaveTheTransactionAlone() throws SQLException {
        begin("one");
        try (Connection connection = bench.connection()) {
            assertFalse(connection.getAutoCommit());
            connection.createStatement().executeQuery(PLAIN_READ);
            connection.createStatement().executeUpdate(PLAIN_INSERT);
        }
        bench.assertHappened(
                "read?",
                "replica connect",
                "sent CAUGHT_UP",
                "replica#1 executeQuery " + PLAIN_READ + "[]",
                "write",
                "primary connect",
                "sent WRITE",
                "primary#1 executeUpdate " + PLAIN_INSERT + "[]",
                "ended",
                "replica#1 statement close",
                "primary#1 statement close",
                "primary#1 close",
                "replica#1 close");
    }

    @Test
    void aDescriptionThatNothingChangesEnlistsNothing() throws SQLException {
        begin("one");
        try (Connection connection = bench.connection()) {
            assertEquals("jdbc:replica", connection.getMetaData().getURL());
            connection.isWrapperFor(java.sql.Driver.class);
            assertTrue(connection.isValid(1));
            bench.assertNothingOpen();
            assertEquals(0, bench.primary.connections());
        }
    }

    @Test
    void readsFollowAConnectionOfThePrimaryThatWasOnlyDescribed() throws SQLException {
        begin("one");
        try (Connection connection = bench.connection()) {
            assertEquals("public", connection.getSchema());
            assertEquals(1, bench.primary.open());
        }
        try (Connection another = bench.connection()) {
            another.createStatement().executeQuery(PLAIN_READ);
            assertEquals(0, bench.replica.connections(), "the server keeps the primary's until the transaction ends");
        }
        begin("two");
        try (Connection another = bench.connection()) {
            assertEquals("public", another.getSchema());
            another.createStatement().executeQuery(PLAIN_READ);
            assertEquals(1, bench.replica.connections());
        }
    }

    @Test
    void aWriteThatChangedRowsTellsNothingMore() throws SQLException {
        begin("one");
        try (Connection connection = bench.connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(PLAIN_INSERT);
            statement.executeLargeUpdate(PLAIN_INSERT);
            statement.addBatch(PLAIN_INSERT);
            statement.executeBatch();
            statement.addBatch(PLAIN_INSERT);
            statement.executeLargeBatch();
        }
        assertEquals(0, bench.routing.learned);
    }

    @Test
    void aRowThatIsNotThereIsLearned() throws SQLException {
        begin("one");
        bench.primary.changes = 0;
        try (Connection connection = bench.connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(PLAIN_INSERT);
            assertEquals(1, bench.routing.learned);
            statement.executeLargeUpdate(PLAIN_INSERT);
            assertEquals(2, bench.routing.learned);
            statement.addBatch(PLAIN_INSERT);
            statement.executeBatch();
            assertEquals(3, bench.routing.learned);
            statement.addBatch(PLAIN_INSERT);
            statement.executeLargeBatch();
            assertEquals(4, bench.routing.learned);
        }
    }

    @Test
    void whatAWriteReturnsOrIsRefusedForIsLearned() throws SQLException {
        begin("one");
        try (Connection connection = bench.connection();
                Statement statement = connection.createStatement()) {
            statement.executeQuery(PLAIN_INSERT + " RETURNING a");
            assertEquals(1, bench.routing.learned);
            bench.primary.failNext("executeUpdate", FakeServer.failure("23505"));
            assertState("23505", () -> statement.executeUpdate(PLAIN_INSERT));
            assertEquals(2, bench.routing.learned);
        }
    }

    @Test
    void aPrimaryThatTheServerDidNotEnlistIsRefused() throws SQLException {
        begin("one");
        bench.primary.autoCommit = true;
        try (Connection connection = bench.connection()) {
            SQLException refused =
                    assertState("25000", () -> connection.createStatement().executeUpdate(PLAIN_INSERT));
            assertTrue(String.valueOf(refused.getMessage()).contains("jta-data-source"));
            assertTrue(bench.executions().isEmpty());
            bench.assertNothingOpen();
        }
    }

    /** As pgjdbc 42.7.13 and newer report it of an XA data source. */
    @Test
    void aConnectionInAutoCommitModeWithAnOpenTransactionIsEnlisted() throws SQLException {
        begin("one");
        bench.primary.autoCommit = true;
        bench.primary.failNext("setReadOnly", FakeServer.failure("25001"));
        try (Connection connection = bench.connection()) {
            connection.createStatement().executeUpdate(PLAIN_INSERT);
        }
        assertEquals(List.of("primary#1 executeUpdate " + PLAIN_INSERT + "[]"), bench.executions());
    }

    /** As Open Liberty enlists. */
    @Test
    void aConnectionThatAStatementEnlistsIsEnlistedBeforeTheFirstWriteIsSent() throws SQLException {
        begin("one");
        bench.primary.autoCommit = true;
        bench.primary.enlistsByStatement = true;
        try (Connection connection = bench.connection()) {
            connection.createStatement().executeUpdate(PLAIN_INSERT);
        }
        assertEquals(List.of("primary#1 executeUpdate " + PLAIN_INSERT + "[]"), bench.executions());
    }

    @Test
    void aConnectionThatFailsOtherwiseIsNotTakenForEnlisted() throws SQLException {
        begin("one");
        bench.primary.autoCommit = true;
        bench.primary.failNext("setReadOnly", FakeServer.failure("08003"));
        try (Connection connection = bench.connection()) {
            assertState("25000", () -> connection.createStatement().executeUpdate(PLAIN_INSERT));
        }
    }

    @Test
    void anotherTransactionGetsAConnectionOfItsOwn() throws SQLException {
        bench.routing.reads = Reason.NOT_ROUTED;
        try (Connection connection = bench.connection()) {
            Statement statement = connection.createStatement();
            statement.executeQuery(PLAIN_READ);
            begin("one");
            statement.executeQuery(PLAIN_READ);
            statement.executeQuery(PLAIN_READ);
            begin("two");
            statement.executeQuery(PLAIN_READ);
            end();
            statement.executeQuery(PLAIN_READ);
            assertEquals(1, bench.primary.open());
        }
        assertEquals(
                List.of("primary#1", "primary#2", "primary#2", "primary#3", "primary#4"),
                bench.executions().stream()
                        .map(event -> event.substring(0, "primary#1".length()))
                        .toList());
    }

    @Test
    void theOldConnectionMayFailToCloseWithoutHarmToTheNextStatement() throws SQLException {
        try (Connection connection = bench.connection()) {
            connection.createStatement().executeUpdate(PLAIN_INSERT);
            begin("one");
            bench.primary.failNext("close", FakeServer.failure("08003"));
            connection.createStatement().executeUpdate(PLAIN_INSERT);
        }
    }

    @Test
    void aTransactionOfTheConnectionsOwnIsNotMixedWithIt() throws SQLException {
        try (Connection connection = bench.manual()) {
            connection.createStatement().executeUpdate(PLAIN_INSERT);
            begin("one");
            assertState("25000", () -> connection.createStatement().executeUpdate(PLAIN_INSERT));
            assertState("25000", () -> connection.createStatement().executeQuery(PLAIN_READ));
            connection.commit();
            connection.createStatement().executeUpdate(PLAIN_INSERT);
            assertEquals(2, bench.primary.connections());
        }
    }

    @Test
    void theServerRefusesToEndTheTransactionInItsOwnWords() throws SQLException {
        begin("one");
        try (Connection connection = bench.connection()) {
            assertState("2D000", connection::commit);
            assertState("2D000", connection::rollback);
            assertState("2D000", () -> connection.setAutoCommit(true));
            bench.assertHappened();
            connection.createStatement().executeUpdate(PLAIN_INSERT);
            for (String verb : List.of("commit", "rollback", "setAutoCommit")) {
                bench.primary.failNext(verb, FakeServer.failure("XX" + verb));
            }
            assertState("XXcommit", connection::commit);
            assertState("XXrollback", connection::rollback);
            assertState("XXsetAutoCommit", () -> connection.setAutoCommit(false));
        }
    }

    @Test
    void whatTheTransactionKeepsIsNotRestoredInIt() throws SQLException {
        begin("one");
        try (Connection connection = bench.connection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setHoldability(2);
            connection.createStatement().executeQuery(PLAIN_READ);
        }
        assertEquals(
                List.of("setTransactionIsolation(4)", "setHoldability(2)", "setHoldability(1)"),
                bench.happened().stream()
                        .filter(event -> event.startsWith("primary#1 set"))
                        .map(event -> event.substring("primary#1 ".length()))
                        .toList());
    }

    @Test
    void rowsThatAreWantedPieceByPieceAreReadInATransactionOnTheReplica() throws SQLException {
        begin("one");
        try (Connection connection = bench.connection()) {
            Statement streaming = connection.createStatement();
            streaming.setFetchSize(10);
            streaming.executeQuery(PLAIN_READ);
            connection.createStatement().executeQuery(PLAIN_READ);
            end();
            connection.createStatement().executeQuery(PLAIN_READ);
        }
        assertEquals(
                List.of(
                        "connect",
                        "setFetchSize[10]",
                        "setAutoCommit(false)",
                        "executeQuery " + PLAIN_READ + "[]",
                        "executeQuery " + PLAIN_READ + "[]",
                        "setAutoCommit(true)",
                        "executeQuery " + PLAIN_READ + "[]"),
                bench.happened().stream()
                        .filter(event -> event.startsWith("replica") && !event.endsWith("close"))
                        .map(event -> event.substring(event.indexOf(' ') + 1))
                        .toList());
    }

    @Test
    void aLargeObjectOfTheReplicaIsReadInATransactionThere() throws SQLException {
        begin("one");
        try (Connection connection = bench.connection();
                ResultSet rows = connection.createStatement().executeQuery(PLAIN_READ)) {
            assertEquals(0, bench.count("replica#1 setAutoCommit(false)"));
            rows.getBlob(1);
            assertEquals(1, bench.count("replica#1 setAutoCommit(false)"));
        }
        assertEquals(1, bench.count("replica#1 rollback"));
        assertEquals(1, bench.count("replica#1 setAutoCommit(true)"));
    }

    @Test
    void whatCannotBeRestoredInAFailedTransactionIsRolledBackWithIt() throws SQLException {
        SQLException failed = FakeServer.failure("25P02");
        for (Exception thrown : List.of(failed, new UndeclaredThrowableException(failed))) {
            begin("one");
            try (Connection connection = bench.connection()) {
                connection.setHoldability(2);
                connection.createStatement().executeUpdate(PLAIN_INSERT);
                bench.primary.failNext("setHoldability", thrown);
            }
        }
        assertEquals(0, bench.count("primary#1 abort"));
    }

    @Test
    void aFailedTransactionIsKnownBehindAContainersWrappersToo() throws SQLException {
        for (Exception wrapped : List.of(
                new UndeclaredThrowableException(FakeServer.failure("25P02")),
                new SQLException(new IllegalStateException(FakeServer.failure("25P02"))))) {
            begin(wrapped.toString());
            try (Connection connection = bench.connection()) {
                connection.setHoldability(2);
                connection.createStatement().executeUpdate(PLAIN_INSERT);
                bench.primary.failNext("setHoldability", wrapped);
            }
        }
    }
}
