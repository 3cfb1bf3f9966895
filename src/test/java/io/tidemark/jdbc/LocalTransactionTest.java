package io.tidemark.jdbc;

import static io.tidemark.jdbc.Bench.PLAIN_INSERT;
import static io.tidemark.jdbc.Bench.PLAIN_READ;
import static io.tidemark.jdbc.Bench.assertState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LocalTransactionTest {

    private static final String READ_EVENT = " executeQuery " + PLAIN_READ + "[]";
    private static final String INSERT_EVENT = " executeUpdate " + PLAIN_INSERT + "[]";

    private final Bench bench = new Bench();

    @AfterEach
    void everyOutcomeIsToldOnce() {
        assertTrue(bench.log.stream().noneMatch(event -> event.startsWith("told twice")));
        bench.assertNothingOpen();
    }

    private static void read(Connection connection) throws SQLException {
        connection.createStatement().executeQuery(PLAIN_READ);
    }

    private static void readAndClose(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(PLAIN_READ);
        }
    }

    private static void insert(Connection connection) throws SQLException {
        connection.createStatement().executeUpdate(PLAIN_INSERT);
    }

    @Test
    void aTransactionIsNeverSplit() throws SQLException {
        try (Connection connection = bench.manual()) {
            read(connection);
            insert(connection);
            read(connection);
            connection.commit();
            read(connection);
        }
        assertEquals(0, bench.replica.connections());
        assertEquals(3, bench.count("sent IN_TRANSACTION"));
        assertEquals(0, bench.count("read?"));
    }

    @Test
    void aCommitTellsTheWritesOnceAfterIt() throws SQLException {
        try (Connection connection = bench.manual()) {
            insert(connection);
            insert(connection);
            connection.commit();
            bench.assertHappened(
                    "write",
                    "primary connect",
                    "primary#1 setAutoCommit(false)",
                    "sent WRITE",
                    "primary#1" + INSERT_EVENT,
                    "sent WRITE",
                    "primary#1" + INSERT_EVENT,
                    "committing",
                    "primary#1 commit",
                    "ended");
            assertEquals(1, bench.routing.again, "the second may be another caller's");
            insert(connection);
            connection.commit();
            assertEquals(1, bench.count("write"));
            assertEquals(1, bench.count("ended"));
        }
    }

    @Test
    void aCommitThatThrowsMayHaveCommitted() throws SQLException {
        try (Connection connection = bench.manual()) {
            insert(connection);
            bench.primary.failNext("commit", FakeServer.failure("23503"));
            bench.happened();
            assertState("23503", connection::commit);
            bench.assertHappened("committing", "primary#1 commit", "ended");
            connection.rollback();
            bench.assertHappened("primary#1 rollback");
        }
    }

    @Test
    void aCommitWhoseConnectionIsLostIsInDoubt() throws SQLException {
        try (Connection connection = bench.manual()) {
            insert(connection);
            bench.primary.failNext("commit", FakeServer.failure("08006"));
            bench.primary.failNext("isValid", FakeServer.failure("08006"));
            bench.happened();
            assertState("08006", connection::commit);
            bench.assertHappened("committing", "primary#1 commit", "in doubt: COMMIT");
            connection.rollback();
            bench.assertHappened("primary#1 rollback");
        }
    }

    @Test
    void aCommitThatIsRefusedIsNotSentAndMayBeTriedAgain() throws SQLException {
        try (Connection connection = bench.manual()) {
            insert(connection);
            bench.happened();
            bench.routing.refusing = Optional.of(ScriptedRouting.refusal());
            assertState("58000", connection::commit);
            bench.assertHappened("committing");
            bench.routing.refusing = Optional.empty();
            connection.commit();
            bench.assertHappened("committing", "primary#1 commit", "ended");
        }
    }

    @Test
    void aCommitInTheTextIsAnnouncedBeforeItIsSent() throws SQLException {
        try (Connection connection = bench.manual()) {
            insert(connection);
            assertEquals(0, bench.count("committing"));
            connection.createStatement().execute("COMMIT");
            assertEquals(1, bench.count("committing"));
        }
    }

    @Test
    void aRollbackIsToldAsOne() throws SQLException {
        try (Connection connection = bench.manual()) {
            insert(connection);
            bench.happened();
            connection.rollback();
            bench.assertHappened("primary#1 rollback", "rolled back");
        }
    }

    @Test
    void aRollbackAfterARowThatWasNotThereIsToldAsAnEnd() throws SQLException {
        try (Connection connection = bench.manual()) {
            bench.primary.changes = 0;
            insert(connection);
            bench.primary.changes = 1;
            insert(connection);
            bench.happened();
            connection.rollback();
            bench.assertHappened("primary#1 rollback", "ended");
            insert(connection);
            bench.happened();
            connection.rollback();
            bench.assertHappened("primary#1 rollback", "rolled back");
        }
    }

    @Test
    void aRollbackAfterARefusalIsToldAsAnEnd() throws SQLException {
        try (Connection connection = bench.manual()) {
            bench.primary.failNext("executeUpdate", FakeServer.failure("23505"));
            assertState("23505", () -> insert(connection));
            bench.happened();
            connection.rollback();
            bench.assertHappened("primary#1 rollback", "ended");
        }
    }

    @Test
    void aRollbackAfterAReadOnThePrimaryIsToldAsAnEnd() throws SQLException {
        try (Connection connection = bench.manual()) {
            insert(connection);
            read(connection);
            bench.happened();
            connection.rollback();
            bench.assertHappened("primary#1 rollback", "ended");
        }
    }

    @Test
    void aRollbackThatThrowsIsAnUnknownOutcome() throws SQLException {
        try (Connection connection = bench.manual()) {
            insert(connection);
            bench.primary.failNext("rollback", FakeServer.failure("08006"));
            bench.happened();
            assertState("08006", connection::rollback);
            bench.assertHappened("primary#1 rollback", "ended");
        }
    }

    @Test
    void aCommitInTheTextIsToldAtOnce() throws SQLException {
        for (String commit : List.of("COMMIT", " end ;", "insert into t values (1); commit", "/* now */ commit")) {
            try (Connection connection = bench.manual()) {
                insert(connection);
                assertEquals(0, bench.count("ended"));
                connection.createStatement().execute(commit);
                assertEquals(1, bench.count("ended"), commit);
                connection.rollback();
                assertEquals(1, bench.count("ended"), "what came before is not told again");
                assertEquals(1, bench.count("rolled back"), "what may have come since is");
            }
            bench.happened();
        }
    }

    @Test
    void whatIsWrittenBehindACommitInTheTextIsAnnouncedBeforeItsOwnCommit() throws SQLException {
        try (Connection connection = bench.manual()) {
            connection.createStatement().execute("commit; begin; insert into t values (1)");
            bench.happened();
            connection.commit();
            bench.assertHappened("committing", "primary#1 commit", "ended");
        }
    }

    @Test
    void theEndOfACaseIsNoCommit() throws SQLException {
        try (Connection connection = bench.manual()) {
            connection.createStatement().execute("update t set a = case when a = 1 then 2 end");
            assertEquals(0, bench.count("ended"));
        }
    }

    @Test
    void whatIsSetInATransactionIsSetAgainAfterItsRollback() throws SQLException {
        try (Connection connection = bench.manual()) {
            insert(connection);
            connection.setClientInfo("ApplicationName", "mine");
            insert(connection);
            connection.rollback();
            bench.happened();
            insert(connection);
            assertTrue(bench.log.contains("primary#1 setClientInfo(mine)"), bench.log::toString);
            Savepoint savepoint = connection.setSavepoint();
            connection.setClientInfo("ApplicationName", "other");
            insert(connection);
            connection.rollback(savepoint);
            bench.happened();
            insert(connection);
            assertTrue(bench.log.contains("primary#1 setClientInfo(other)"), bench.log::toString);
        }
    }

    @Test
    void aReadOnlyTransactionThatIsDescribedFirstGoesToTheReplicaWhole() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            connection.getTransactionIsolation();
            connection.getSchema();
            connection.getMetaData().getURL();
            connection.getMetaData().getTables(null, null, "t", null).close();
            Savepoint first = connection.setSavepoint("first");
            Savepoint second = connection.setSavepoint();
            assertState("25001", () -> connection.setReadOnly(false));
            bench.assertNothingOpen();
            bench.happened();
            readAndClose(connection);
            assertEquals(0, bench.primary.open());
            List<String> happened = bench.happened();
            assertTrue(
                    happened.indexOf("replica#1 setSavepoint first") < happened.indexOf("replica#1 setSavepoint")
                            && happened.indexOf("replica#1 setSavepoint") < happened.indexOf("replica#1" + READ_EVENT)
                            && happened.contains("replica#1 setSavepoint first"),
                    happened::toString);
            connection.releaseSavepoint(second);
            bench.assertHappened("replica#1 releaseSavepoint");
            connection.rollback(first);
            bench.assertHappened("replica#1 rollback to savepoint");
            assertState("3B000", () -> connection.rollback(second));
            connection.commit();
            assertState("3B001", () -> connection.rollback(first));
        }
    }

    @Test
    void aSavepointIsSetAgainWhereTheFirstReadIsRepeated() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            Savepoint savepoint = connection.setSavepoint();
            bench.replica.failNext("executeQuery", FakeServer.failure("40001"));
            readAndClose(connection);
            assertEquals(1, bench.count("primary#1 setSavepoint"));
            connection.rollback(savepoint);
            assertEquals(1, bench.count("primary#1 rollback to savepoint"));
        }
    }

    @Test
    void aReplicaThatIsLostAtTheSavepointIsReplaced() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            connection.setSavepoint();
            bench.replica.failNext("setSavepoint", FakeServer.failure("08006"));
            readAndClose(connection);
            assertEquals(1, bench.count("primary#1 setSavepoint"));
            assertEquals(0, bench.replica.open());
        }
    }

    @Test
    void savepointsOfATransactionWithoutAStatementAskNoServer() throws SQLException {
        try (Connection connection = bench.manual()) {
            Savepoint named = connection.setSavepoint("a");
            Savepoint unnamed = connection.setSavepoint();
            assertEquals("a", named.getSavepointName());
            assertEquals(2, unnamed.getSavepointId());
            assertState("42809", named::getSavepointId);
            assertState("42809", unnamed::getSavepointName);
            connection.rollback(named);
            assertState("3B001", () -> connection.rollback(unnamed));
            connection.releaseSavepoint(named);
            assertState("3B000", () -> connection.rollback(named));
            connection.setSavepoint("b");
            connection.rollback();
            connection.setReadOnly(true);
            bench.assertHappened();
            readAndClose(connection);
            assertEquals(0, bench.count("replica#1 setSavepoint b"), "that transaction is over");
        }
    }

    @Test
    void aRollbackToASavepointChangesNothingAboutTheWrite() throws SQLException {
        try (Connection connection = bench.manual()) {
            Savepoint savepoint = connection.setSavepoint();
            insert(connection);
            assertTrue(bench.happened().contains("primary#1 setSavepoint"));
            connection.rollback(savepoint);
            bench.assertHappened("primary#1 rollback to savepoint");
            connection.commit();
            bench.assertHappened("committing", "primary#1 commit", "ended");
        }
    }

    @Test
    void turningAutoCommitOnCommits() throws SQLException {
        try (Connection connection = bench.manual()) {
            insert(connection);
            bench.happened();
            connection.setAutoCommit(true);
            bench.assertHappened("committing", "primary#1 commit", "ended");
            insert(connection);
            bench.assertHappened(
                    "write",
                    "primary#1 setAutoCommit(true)",
                    "committing",
                    "sent WRITE",
                    "primary#1" + INSERT_EVENT,
                    "ended");
        }
    }

    @Test
    void closeRollsBackWhatIsOpenBeforeThePoolGetsIt() throws SQLException {
        Connection connection = bench.manual();
        insert(connection);
        bench.happened();
        connection.close();
        bench.assertHappened(
                "primary#1 statement close",
                "primary#1 rollback",
                "rolled back",
                "primary#1 rollback",
                "primary#1 setAutoCommit(true)",
                "primary#1 close");
    }

    @Test
    void commitAndRollbackNeedAutoCommitOff() throws SQLException {
        try (Connection connection = bench.connection()) {
            assertState("25P01", connection::commit);
            assertState("25P01", connection::rollback);
            assertState("25P01", connection::setSavepoint);
            bench.assertHappened();
        }
        try (Connection connection = bench.manual()) {
            connection.commit();
            connection.rollback();
            bench.assertHappened();
        }
    }

    @Test
    void whatHoldsForATransactionIsNotChangedInIt() throws SQLException {
        try (Connection connection = bench.manual()) {
            read(connection);
            assertState("25001", () -> connection.setReadOnly(true));
            assertState("25001", () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
        }
    }

    @Test
    void aReadOnlyTransactionStaysOnOneReplicaConnection() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            read(connection);
            bench.routing.reads = Reason.REPLICA_BEHIND;
            read(connection);
            connection.commit();
        }
        bench.assertHappened(
                "read?",
                "replica connect",
                "replica#1 setReadOnly(true)",
                "replica#1 setTransactionIsolation(4)",
                "replica#1 setAutoCommit(false)",
                "sent CAUGHT_UP",
                "replica#1" + READ_EVENT,
                "sent CAUGHT_UP",
                "replica#1" + READ_EVENT,
                "replica#1 commit",
                "replica#1 statement close",
                "replica#1 statement close",
                "replica#1 rollback",
                "replica#1 setAutoCommit(true)",
                "replica#1 setReadOnly(false)",
                "replica#1 setTransactionIsolation(2)",
                "replica#1 close");
    }

    @Test
    void inShadowModeTheReadsOfAReadOnlyTransactionFollowTheFirst() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            bench.routing.shadow = Optional.of(ScriptedRouting.inShadow(Reason.CAUGHT_UP));
            readAndClose(connection);
            readAndClose(connection);
            connection.commit();
            assertEquals(2, bench.count("sent SHADOW"), "routing would have run both on the replica");
            bench.routing.shadow = Optional.of(ScriptedRouting.inShadow(Reason.REPLICA_BEHIND));
            readAndClose(connection);
            readAndClose(connection);
            connection.commit();
        }
        assertEquals(3, bench.count("sent SHADOW"));
        assertEquals(1, bench.count("sent IN_TRANSACTION"), "routing would have kept it on the primary");
        assertEquals(0, bench.replica.connections());
    }

    @Test
    void aReadOnlyTransactionThatBeganOnThePrimaryStaysThere() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            bench.routing.reads = Reason.REPLICA_BEHIND;
            readAndClose(connection);
            bench.routing.reads = Reason.CAUGHT_UP;
            readAndClose(connection);
            assertEquals(0, bench.replica.connections());
            connection.rollback();
            read(connection);
            assertEquals(1, bench.replica.connections());
        }
    }

    @Test
    void aStandbyIsNotAskedForSerializable() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            read(connection);
        }
        assertEquals(0, bench.replica.connections());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        connection.createStatement().execute(sql);
    }

    @Test
    void aWriteInAReadOnlyTransactionOnTheReplicaIsForTheStandbyToRefuse() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            read(connection);
            bench.replica.failNext("executeUpdate", FakeServer.failure("25006"));
            SQLException refused = assertState("25006", () -> insert(connection));
            assertEquals("failure 25006", refused.getMessage());
            assertEquals(0, bench.count("write"));
            assertEquals(0, bench.primary.connections());
        }
    }

    @Test
    void whatAStandbyWouldRunOtherwiseIsNotSentThere() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            read(connection);
            bench.happened();
            SQLException refused = assertState("25006", () -> run(connection, "SELECT pg_advisory_lock(1)"));
            assertTrue(String.valueOf(refused.getMessage()).contains("setReadOnly(false)"));
            bench.assertHappened();
        }
    }

    @Test
    void whatIsNoProvableReadRunsInTheTransactionOnTheReplica() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            read(connection);
            run(connection, "SELECT of_mine()");
            connection.prepareCall("{call of_mine()}").execute();
            connection
                    .createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)
                    .executeQuery(PLAIN_READ);
            Statement batch = connection.createStatement();
            batch.addBatch("SET LOCAL a.b = 'c'");
            batch.executeBatch();
            assertEquals(
                    5,
                    bench.executions().stream()
                            .filter(e -> e.startsWith("replica#1"))
                            .count());
            assertEquals(0, bench.count("write"));
            assertEquals(0, bench.primary.connections());
        }
    }

    @Test
    void aFirstStatementThatNeedsNoPrimaryIsChosenAServerForLikeARead() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            run(connection, "SET LOCAL a.b = 'c'");
            read(connection);
            connection.rollback();
            bench.routing.reads = Reason.REPLICA_BEHIND;
            run(connection, "SET LOCAL a.b = 'c'");
            assertEquals(0, bench.count("write"));
        }
        assertEquals(2, bench.count("sent CAUGHT_UP"));
        assertEquals(1, bench.count("sent REPLICA_BEHIND"));
    }

    @Test
    void aFirstStatementThatAStandbyRefusesIsRunOnThePrimaryAsAWriteFromThenOn() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            for (int round = 0; round < 2; round++) {
                bench.routing.reads = Reason.CAUGHT_UP;
                bench.replica.failNext("execute", FakeServer.failure("25006"));
                run(connection, "SHOW a.b");
                connection.rollback();
            }
            assertEquals(2, bench.count("write"));
            assertEquals(1, bench.count("sent CAUGHT_UP"));
        }
    }

    @Test
    void inAutoCommitModeAndForWritersNoWriteIsTakenForARead() throws SQLException {
        try (Connection connection = bench.manual()) {
            run(connection, "SELECT version()");
        }
        try (Connection connection = bench.connection()) {
            connection.setReadOnly(true);
            run(connection, "SELECT version()");
        }
        assertEquals(2, bench.count("write"));
        assertEquals(0, bench.replica.connections());
    }

    @Test
    void afterAnEndInTheTextTheServerIsChosenAnew() throws SQLException {
        for (String end : List.of("COMMIT", "ROLLBACK", "BEGIN; COMMIT")) {
            bench.routing.reads = Reason.CAUGHT_UP;
            try (Connection connection = bench.readOnly()) {
                read(connection);
                run(connection, end);
                bench.routing.reads = Reason.REPLICA_BEHIND;
                bench.happened();
                read(connection);
                assertTrue(bench.executions().get(0).startsWith("primary#"), end);
            }
        }
    }

    @Test
    void anEndInTheTextEndsSavepointsToo() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            Savepoint early = connection.setSavepoint();
            read(connection);
            run(connection, "COMMIT");
            bench.happened();
            read(connection);
            assertEquals(0, bench.count("replica#1 setSavepoint"), "it is of the transaction before");
            assertState("3B001", () -> connection.rollback(early));
        }
    }

    @Test
    void afterAnEndInTheTextThatFailsTheTransactionIsRolledBackAndTheServerChosenAnew() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            read(connection);
            bench.replica.failNext("execute", FakeServer.failure("40001"));
            assertState("40001", () -> run(connection, "COMMIT"));
            assertEquals(1, bench.count("replica#1 rollback"));
            bench.routing.reads = Reason.REPLICA_BEHIND;
            bench.happened();
            read(connection);
            assertEquals(List.of("primary#1" + READ_EVENT), bench.executions());
        }
    }

    @Test
    void aSettingOfTheSessionThatIsCommittedIsBroughtToTheNextServer() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            read(connection);
            run(connection, "SET a.b = 'taken back'");
            connection.rollback();
            read(connection);
            run(connection, "SET a.b = 'c'");
            run(connection, "RESET a.b");
            run(connection, "SET a.b = 'c'");
            connection.commit();
            bench.routing.reads = Reason.REPLICA_BEHIND;
            bench.happened();
            read(connection);
            assertEquals(
                    List.of(
                            "primary#1 execute RESET a.b[]",
                            "primary#1 execute SET a.b = 'c'[]",
                            "primary#1" + READ_EVENT),
                    bench.executions());
        }
    }

    @Test
    void aWriteAsTheFirstStatementOfAReadOnlyTransactionIsForThePrimaryToRefuse() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            bench.primary.failNext("executeUpdate", FakeServer.failure("25006"));
            assertState("25006", () -> insert(connection));
            assertTrue(bench.log.contains("primary#1 setReadOnly(true)"));
        }
    }

    @Test
    void theFirstReadOfAReadOnlyTransactionCanMoveToThePrimary() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            bench.replica.failNext("executeQuery", FakeServer.failure("57P01"));
            read(connection);
            read(connection);
            assertEquals(
                    List.of("replica#1" + READ_EVENT, "primary#1" + READ_EVENT, "primary#1" + READ_EVENT),
                    bench.executions());
        }
    }

    @Test
    void aConflictInTheFirstStatementMovesTheWholeTransactionWithItsState() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            bench.replica.failNext("executeQuery", FakeServer.failure("40001"));
            readAndClose(connection);
            bench.assertHappened(
                    "read?",
                    "replica connect",
                    "replica#1 setReadOnly(true)",
                    "replica#1 setTransactionIsolation(4)",
                    "replica#1 setAutoCommit(false)",
                    "sent CAUGHT_UP",
                    "replica#1" + READ_EVENT,
                    "replica CONFLICT: failure 40001",
                    "replica#1 statement close",
                    "replica#1 rollback",
                    "replica#1 setAutoCommit(true)",
                    "replica#1 setReadOnly(false)",
                    "replica#1 setTransactionIsolation(2)",
                    "replica#1 close",
                    "primary connect",
                    "primary#1 setReadOnly(true)",
                    "primary#1 setTransactionIsolation(4)",
                    "primary#1 setAutoCommit(false)",
                    "sent REPLICA_CONFLICT",
                    "primary#1" + READ_EVENT,
                    "primary#1 statement close");
            readAndClose(connection);
            assertEquals(List.of("primary#1" + READ_EVENT), bench.executions());
            connection.commit();
            read(connection);
            assertEquals(List.of("replica#2" + READ_EVENT), bench.executions(), "the next one is chosen anew");
        }
    }

    @Test
    void aLaterReadOfAReadOnlyTransactionCannotMove() throws SQLException {
        for (String state : List.of("57P01", "40001", "25006", "0A000", "XX000")) {
            try (Connection connection = bench.readOnly()) {
                read(connection);
                bench.replica.failNext("executeQuery", FakeServer.failure(state));
                assertState(state, () -> read(connection));
                assertEquals(0, bench.primary.connections());
            }
        }
    }

    @Test
    void aReadOnlyTransactionWhoseReplicaIsLostAtItsEndHasEnded() throws SQLException {
        for (String end : List.of("commit", "rollback")) {
            bench.routing.reads = Reason.CAUGHT_UP;
            try (Connection connection = bench.readOnly()) {
                read(connection);
                bench.replica.failNext(end, FakeServer.failure("57P01"));
                if (end.equals("commit")) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                assertEquals(0, bench.replica.open());
                assertEquals(1, bench.count("replica LOST: failure 57P01"));
                bench.happened();
                connection.setReadOnly(false);
                insert(connection);
                connection.rollback();
            }
            bench.happened();
        }
    }

    @Test
    void aReplicaThatIsLostBeforeCloseIsNobodysFailure() throws SQLException {
        Connection connection = bench.readOnly();
        read(connection);
        bench.replica.failNext("rollback", FakeServer.failure("08006"));
        connection.close();
        assertEquals(1, bench.count("replica#1 close"));
    }

    @Test
    void whateverElseFailsAtTheEndOfAReadOnlyTransactionSurfaces() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            read(connection);
            bench.replica.failNext("commit", FakeServer.failure("25P02"));
            assertState("25P02", connection::commit);
        }
    }
}
