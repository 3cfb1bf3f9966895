package io.tidemark.jdbc;

import static io.tidemark.jdbc.Bench.INSERT;
import static io.tidemark.jdbc.Bench.PLAIN_READ;
import static io.tidemark.jdbc.Bench.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** No physical connection is left open, whichever call of a driver fails, and each fails once. */
final class ClosingTest {

    private interface Work {
        void with(Bench bench, Connection connection) throws SQLException;
    }

    private static void autoCommit(Bench bench, Connection connection) throws SQLException {
        connection.setSchema("other");
        connection.setNetworkTimeout(Runnable::run, 500);
        PreparedStatement read = connection.prepareStatement(READ);
        read.setFetchSize(10);
        read.setInt(1, 7);
        read.executeQuery();
        PreparedStatement insert = connection.prepareStatement(INSERT);
        insert.setInt(1, 1);
        insert.addBatch();
        insert.executeBatch();
        read.executeQuery();
        connection.getMetaData().getTables(null, null, "t", null);
    }

    private static void localTransaction(Bench bench, Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        PreparedStatement insert = connection.prepareStatement(INSERT);
        insert.setInt(1, 1);
        insert.executeUpdate();
        Savepoint savepoint = connection.setSavepoint();
        connection.setTypeMap(Map.of());
        insert.executeUpdate();
        connection.rollback(savepoint);
        connection.commit();
        insert.executeUpdate();
    }

    private static void readOnlyTransaction(Bench bench, Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        connection.createStatement().executeQuery(PLAIN_READ);
        connection.setHoldability(2);
        connection.createStatement().executeQuery(PLAIN_READ);
        connection.commit();
        connection.createStatement().executeQuery(PLAIN_READ);
    }

    private static void jta(Bench bench, Connection connection) throws SQLException {
        bench.routing.transaction = Optional.of("one");
        bench.primary.autoCommit = false;
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        PreparedStatement read = connection.prepareStatement(READ);
        read.setInt(1, 7);
        read.setFetchSize(10);
        read.executeQuery();
        connection.prepareStatement(INSERT).executeUpdate();
        bench.routing.transaction = Optional.of("two");
        bench.routing.reads = Reason.NOT_ROUTED;
        read.executeQuery();
    }

    private static void aborted(Bench bench, Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.createStatement().executeQuery(PLAIN_READ);
        connection.prepareStatement(INSERT).executeUpdate();
        connection.abort(Runnable::run);
    }

    @Test
    void whicheverCallFailsEveryConnectionIsClosed() throws Throwable {
        for (Work work : List.<Work>of(
                ClosingTest::autoCommit,
                ClosingTest::localTransaction,
                ClosingTest::readOnlyTransaction,
                ClosingTest::jta,
                ClosingTest::aborted)) {
            int calls = callsWhenThisFails(work, Integer.MAX_VALUE, () -> new AssertionError("it counts only"));
            assertTrue(calls > 10, "there is something to fail");
            for (int n = 1; n <= calls; n++) {
                callsWhenThisFails(work, n, () -> FakeServer.failure("55006"));
                callsWhenThisFails(work, n, () -> FakeServer.failure("08006"));
                callsWhenThisFails(work, n, () -> new IllegalStateException("at run time"));
            }
        }
    }

    private static int callsWhenThisFails(Work work, int failing, Supplier<Throwable> failure) throws Throwable {
        Bench bench = new Bench();
        int[] calls = {0};
        FakeServer.Countdown countdown = () -> {
            if (++calls[0] == failing) {
                throw failure.get();
            }
        };
        bench.primary.countdown(countdown);
        bench.replica.countdown(countdown);
        Connection connection = bench.connection();
        try (connection) {
            work.with(bench, connection);
        } catch (SQLException | IllegalStateException expected) {
            assertTrue(calls[0] >= failing, () -> "not ours: " + expected);
        }
        assertTrue(connection.isClosed());
        bench.assertNothingOpen();
        connection.close();
        assertEquals(bench.count("write"), bench.count("ended") + bench.count("rolled back"), bench.log::toString);
        assertTrue(bench.log.stream().noneMatch(event -> event.startsWith("told twice")));
        return calls[0];
    }

    @Test
    void whatCannotBeRestoredIsBrokenBeforeThePoolGetsIt() throws SQLException {
        Bench bench = new Bench();
        Connection connection = bench.connection();
        connection.setHoldability(2);
        connection.createStatement().executeQuery(PLAIN_READ);
        bench.replica.failNext("setHoldability", FakeServer.failure("55006"));
        bench.happened();
        connection.close();
        bench.assertHappened(
                "replica#1 statement close", "replica#1 setHoldability(1)", "replica#1 abort", "replica#1 close");
    }

    @Test
    void whatIsLostIsNotRestoredButBroken() throws SQLException {
        Bench bench = new Bench();
        try (Connection connection = bench.manual()) {
            connection.setHoldability(2);
            connection.createStatement().executeUpdate(Bench.PLAIN_INSERT);
            bench.primary.failNext("getAutoCommit", new UndeclaredThrowableException(FakeServer.failure("08003")));
            connection.commit();
            bench.happened();
        }
        bench.assertHappened("primary#1 statement close", "primary#1 abort", "primary#1 close");
    }

    @Test
    void whatIsLostInJtaIsNotRestored() throws SQLException {
        Bench bench = new Bench();
        bench.routing.transaction = Optional.of("one");
        bench.primary.autoCommit = false;
        try (Connection connection = bench.connection()) {
            connection.setHoldability(2);
            connection.createStatement().executeUpdate(Bench.PLAIN_INSERT);
            bench.primary.failNext("isClosed", FakeServer.failure("08006"));
            bench.happened();
        }
        bench.assertHappened("primary#1 statement close", "primary#1 close");
    }

    @Test
    void whatCouldNotBeRolledBackIsNotCommittedByRestoringAutoCommit() throws SQLException {
        Bench bench = new Bench();
        try (Connection connection = bench.manual()) {
            connection.createStatement().executeUpdate(Bench.PLAIN_INSERT);
            bench.primary.failNext("rollback", FakeServer.failure("55006"));
            bench.primary.failNext("rollback", FakeServer.failure("55006"));
            bench.happened();
        } catch (SQLException expected) {
            assertEquals("55006", expected.getSQLState());
        }
        bench.assertHappened(
                "primary#1 statement close",
                "primary#1 rollback",
                "ended",
                "primary#1 rollback",
                "primary#1 abort",
                "primary#1 close");
    }
}
