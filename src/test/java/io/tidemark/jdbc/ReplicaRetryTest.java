package io.tidemark.jdbc;

import static io.tidemark.jdbc.Bench.PLAIN_INSERT;
import static io.tidemark.jdbc.Bench.PLAIN_READ;
import static io.tidemark.jdbc.Bench.READ;
import static io.tidemark.jdbc.Bench.assertState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests {@link ReplicaRetry}: the failures of a read that are retried on the primary, and their effect on later routes.
 */
final class ReplicaRetryTest {

    private static final String ON_REPLICA = "replica#1 executeQuery " + PLAIN_READ + "[]";
    private static final String ON_PRIMARY = "primary#1 executeQuery " + PLAIN_READ + "[]";

    private final Bench bench = new Bench();
    private Connection connection;

    @BeforeEach
    void connect() {
        connection = bench.connection();
    }

    @AfterEach
    void nothingStaysOpen() throws SQLException {
        connection.close();
        bench.assertNothingOpen();
    }

    private void read() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(PLAIN_READ);
        }
    }

    private void replicaFails(String state) {
        bench.replica.failNext("executeQuery", FakeServer.failure(state));
    }

    @Test
    void aRetryHasTheKindOfItsFailure() throws SQLException {
        for (String state : List.of("40001", "25006", "08006")) {
            replicaFails(state);
            bench.routing.reads = Reason.CAUGHT_UP;
            try (Connection own = bench.connection();
                    PreparedStatement read = own.prepareStatement(READ + " and c = '" + state + "'")) {
                read.setInt(1, 7);
                read.executeQuery();
            }
        }
        assertEquals(List.of("conflict", "writes", "lost"), bench.routing.retries);
    }

    @Test
    void everyStateOfTheDesignIsRepeatedOnceWithTheSameParameters() throws SQLException {
        for (String state : List.of(
                "40001", "25006", "0A000", "XX000", "57P01", "57P02", "57P03", "57P04", "57P05", "08003", "08006")) {
            String sql = READ + " and c = '" + state + "'";
            replicaFails(state);
            bench.routing.reads = Reason.CAUGHT_UP;
            // What was written over a connection keeps the primary's for it.
            try (Connection own = bench.connection()) {
                PreparedStatement read = own.prepareStatement(sql);
                read.setInt(1, 7);
                read.executeQuery();
            }
            assertEquals(
                    List.of(" executeQuery " + sql + "[7]", " executeQuery " + sql + "[7]"),
                    bench.executions().stream()
                            .map(event -> event.substring(event.indexOf(' ')))
                            .toList());
        }
    }

    @Test
    void everyOtherStateIsRepeatedAsARead() throws SQLException {
        for (String state : Arrays.asList(
                "42P01", "42703", "22012", "57014", "25P02", "40P01", "55000", "55P03", "53200", "53400", "58P01",
                "XX001", null)) {
            connection.close();
            connection = bench.connection();
            replicaFails(state);
            read();
            List<String> happened = bench.happened();
            assertTrue(happened.stream().noneMatch("write"::equals), state + ": it leaves a mark");
            assertEquals(1, sent(happened, "sent CAUGHT_UP"), state);
            assertEquals(1, sent(happened, "sent REPLICA_FAILED") + sent(happened, "sent REPLICA_CONFLICT"), state);
            bench.time.addAndGet(2 * BlockedReads.PAUSE_NANOS);
        }
    }

    /** The executions, as if each pool had one connection: it is given back when the other server is needed. */
    private List<String> executions() {
        return onFirst(bench.executions());
    }

    private static List<String> onFirst(List<String> events) {
        return events.stream().map(event -> event.replaceFirst("#\\d+", "#1")).toList();
    }

    private static long sent(List<String> happened, String what) {
        return happened.stream().filter(what::equals).count();
    }

    @Test
    void whatTheReplicaHadToCancelIsNoFailureOfTheReplica() throws SQLException {
        for (String state : List.of("40001", "40P01", "55P03")) {
            replicaFails(state);
            read();
            assertTrue(bench.happened().contains("sent REPLICA_CONFLICT"), state);
            bench.time.addAndGet(2 * BlockedReads.PAUSE_NANOS);
        }
    }

    @Test
    void whateverAProxyThrowsIsRepeated() throws SQLException {
        for (Exception thrown : List.of(
                new UndeclaredThrowableException(new InvocationTargetException(FakeServer.failure("42703"))),
                new UndeclaredThrowableException(new IllegalStateException("no reason")),
                new IllegalStateException("a bug"))) {
            for (String call : List.of("prepare", "setFetchSize", "executeQuery")) {
                bench.replica.failNext(call, thrown);
                PreparedStatement read = connection.prepareStatement(READ);
                read.setFetchSize(5);
                read.setInt(1, 7);
                read.executeQuery();
                read.close();
                List<String> happened = bench.happened();
                assertEquals(1, sent(happened, "sent REPLICA_FAILED"), call);
                assertEquals(1, sent(onFirst(happened), "primary#1 executeQuery " + READ + "[7]"), call);
            }
        }
    }

    @Test
    void aStatementThatCannotBeClosedOnTheReplicaDoesNotSpoilTheRepetition() throws SQLException {
        replicaFails("XX001");
        bench.replica.failNext("statement close", FakeServer.failure("XX000"));
        read();
        assertEquals(List.of(ON_REPLICA, ON_PRIMARY), bench.executions());
    }

    @Test
    void onlyWhatThePrimaryRefusesTooSurfacesAsThePrimarySaysIt() throws SQLException {
        replicaFails("42703");
        SQLException primarys = new SQLException("of the primary", "42703");
        bench.primary.failNext("executeQuery", new UndeclaredThrowableException(primarys));
        assertSame(primarys, assertThrows(SQLException.class, this::read));
    }

    @Test
    void whatThePrimaryRefusedTooIsNotTriedTwiceForAWhile() throws SQLException {
        replicaFails("42703");
        bench.primary.failNext("executeQuery", FakeServer.failure("42703"));
        assertState("42703", this::read);
        assertEquals(2, bench.executions().size());
        for (int i = 0; i < 5; i++) {
            replicaFails("42703");
            assertState("42703", this::read);
        }
        assertEquals(5, bench.executions().size(), "the replica's failure surfaces");
        replicaFails("42P01");
        read();
        assertEquals(List.of(ON_REPLICA, ON_PRIMARY), executions(), "another failure of the same text");
        bench.time.addAndGet(SharedFailures.PAUSE_NANOS);
        replicaFails("42703");
        read();
        assertEquals(List.of(ON_REPLICA, ON_PRIMARY), executions(), "after a while it is tried again");
    }

    @Test
    void aPrimaryThatCannotSayAnythingHasNotRefusedIt() throws SQLException {
        for (String state : List.of("08006", "57014", "53300", "40001")) {
            replicaFails("42703");
            bench.primary.failNext("executeQuery", FakeServer.failure(state));
            assertState(state, this::read);
            replicaFails("42703");
            read();
            connection.close();
            connection = bench.connection();
        }
    }

    @Test
    void onlyAFaultOfTheServerIsHeldAgainstTheReplica() throws SQLException {
        for (String state : List.of("XX001", "XX002", "58P01", "58030", "53100", "53200", "F0000")) {
            replicaFails(state);
            read();
            assertTrue(
                    bench.happened().contains("replica only: failure " + state + " (SQLState " + state + ")"), state);
        }
        for (String state : List.of("42703", "42P01", "3F000", "22P02", "42501", "57014", "53400", "55000", "40P01")) {
            replicaFails(state);
            read();
            assertTrue(
                    bench.happened().stream().noneMatch(event -> event.startsWith("replica only")),
                    state + ": a replica that lags, or an operator's limit");
        }
        replicaFails("XX001");
        bench.primary.failNext("executeQuery", FakeServer.failure("XX001"));
        assertState("XX001", this::read);
        assertTrue(bench.happened().stream().noneMatch(event -> event.startsWith("replica only")), "both have it");
    }

    @Test
    void whatTheApplicationCancelsSurfaces() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            bench.replica.countdown(cancelling(statement));
            replicaFails("57014");
            assertState("57014", () -> statement.executeQuery(PLAIN_READ));
            assertEquals(0, bench.primary.connections());
            bench.replica.countdown(() -> {});
            replicaFails("57014");
            statement.executeQuery(PLAIN_READ);
            assertEquals(1, bench.primary.connections(), "the next execution was not cancelled by the application");
        }
    }

    /** Cancels as another thread does while the statement runs. */
    private static FakeServer.Countdown cancelling(Statement statement) {
        boolean[] done = {false};
        return () -> {
            if (!done[0]) {
                done[0] = true;
                statement.cancel();
            }
        };
    }

    @Test
    void whatTheApplicationCancelsWhileItChangesOverIsNotRun() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            bench.primary.countdown(cancelling(statement));
            replicaFails("40001");
            assertState("57014", () -> statement.executeQuery(PLAIN_READ));
            assertEquals(List.of(ON_REPLICA), bench.executions());
        }
    }

    @Test
    void aQueryTimeoutThatHasNotElapsedIsNoReasonToGiveUp() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(60);
            replicaFails("57014");
            statement.executeQuery(PLAIN_READ);
            assertEquals(1, bench.primary.connections(), "the server had a reason of its own");
        }
    }

    @Test
    void theApplicationsNetworkTimeoutSurfacesAndIsHeldAgainstTheReplica() throws SQLException {
        SQLException timeout = new SQLException("no answer", "08006", new SocketTimeoutException("Read timed out"));
        bench.replica.failNext("executeQuery", timeout);
        read();
        assertTrue(
                bench.happened().contains("sent REPLICA_UNAVAILABLE"), "the pool's time-out is not the application's");
        connection.setNetworkTimeout(Runnable::run, 100);
        bench.replica.failNext("executeQuery", timeout);
        assertSame(timeout, assertThrows(SQLException.class, this::read));
        assertTrue(bench.happened().stream().anyMatch(event -> event.startsWith("replica LOST: no answer")));
    }

    @Test
    void aReadOfAConnectionThatTheApplicationAbortsSurfaces() {
        bench.replica.countdown(() -> connection.abort(Runnable::run));
        replicaFails("08006");
        assertThrows(SQLException.class, this::read);
        assertEquals(0, bench.primary.connections());
        bench.replica.countdown(() -> {});
    }

    @Test
    void aReadThatALockBlocksPassesTheReplicaByForAWhile() throws SQLException {
        replicaFails("55P03");
        read();
        assertEquals(List.of(ON_REPLICA, ON_PRIMARY), executions());
        read();
        assertEquals(List.of(ON_PRIMARY), executions());
        bench.time.addAndGet(BlockedReads.PAUSE_NANOS);
        read();
        read();
        assertEquals(List.of(ON_REPLICA, ON_PRIMARY), executions(), "one tries the replica for all");
        bench.time.addAndGet(BlockedReads.PAUSE_NANOS);
        read();
        read();
        assertEquals(List.of(ON_REPLICA, ON_REPLICA), executions());
    }

    @Test
    void aPlanThatIsOutOfDateIsNoWrite() throws SQLException {
        bench.replica.failNext(
                "executeQuery", new SQLException("ERROR: cached plan must not change result type", "0A000"));
        read();
        assertEquals(0, bench.count("write"));
        bench.happened();
        read();
        assertEquals(List.of(ON_REPLICA), executions(), "it is not remembered");
    }

    @Test
    void whatAStandbyCouldNotDoIsLeftToTheStandbyInATransactionThatIsThere() throws SQLException {
        replicaFails("0A000");
        readOnItsOwn(PLAIN_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        bench.routing.reads = Reason.CAUGHT_UP;
        bench.happened();
        connection.createStatement().executeQuery(PLAIN_READ + " where b = 1");
        read();
        assertEquals(
                List.of("replica#2 executeQuery " + PLAIN_READ + " where b = 1[]", ON_REPLICA.replace('1', '2')),
                bench.executions());
        connection.rollback();
    }

    @Test
    void aConflictIsNotHeldAgainstTheReplicaNorItsConnection() throws SQLException {
        replicaFails("40001");
        read();
        assertTrue(bench.log.contains("replica CONFLICT: failure 40001"));
        assertTrue(bench.log.contains("sent REPLICA_CONFLICT"));
        read();
        assertEquals(List.of(ON_REPLICA, ON_PRIMARY, ON_REPLICA.replace('1', '2')), bench.executions());
        assertEquals(0, bench.count("replica#1 abort"), "the pool has it again, as it was");
    }

    @Test
    void aConflictThatEndedTheConnectionGivesItUp() throws SQLException {
        replicaFails("40001");
        bench.replica.failNext("isClosed", FakeServer.failure("08003"));
        read();
        assertEquals(0, bench.replica.open());
        read();
        assertEquals("replica#2", bench.executions().get(2).substring(0, 9));
    }

    @Test
    void whatTheStandbyRefusesAsAWriteIsRunAndRememberedAsOne() throws SQLException {
        replicaFails("25006");
        read();
        assertEquals(1, bench.count("write"));
        assertEquals(1, bench.count("ended"), "its mark is kept");
        assertTrue(bench.log.contains("sent WRITE"));
        assertTrue(bench.log.contains("committing"), "it is announced");
        assertTrue(bench.log.indexOf("committing") < bench.log.indexOf(ON_PRIMARY), "before it can commit");
        assertTrue(bench.log.stream().noneMatch(event -> event.startsWith("replica LOST")));
        bench.routing.reads = Reason.CAUGHT_UP;
        read();
        assertEquals(List.of(ON_REPLICA, ON_PRIMARY, ON_PRIMARY), bench.executions());
    }

    @Test
    void whatTheStandbyCannotDoIsRememberedOnceThePrimaryCould() throws SQLException {
        for (String state : List.of("0A000", "XX000")) {
            String sql = PLAIN_READ + " where b = '" + state + "'";
            bench.routing.reads = Reason.CAUGHT_UP;
            replicaFails(state);
            bench.primary.failNext("executeQuery", FakeServer.failure(state));
            SQLException both = assertState(state, () -> readOnItsOwn(sql));
            assertEquals(1, both.getSuppressed().length);
            assertEquals(2, bench.executions().size());

            bench.time.addAndGet(SharedFailures.PAUSE_NANOS);
            bench.routing.reads = Reason.CAUGHT_UP;
            replicaFails(state);
            readOnItsOwn(sql);
            assertEquals(2, bench.executions().size(), "nothing was remembered");

            bench.routing.reads = Reason.CAUGHT_UP;
            readOnItsOwn(sql);
            List<String> executions = bench.executions();
            assertEquals(1, executions.size());
            assertTrue(executions.get(0).startsWith("primary"), executions::toString);
        }
    }

    /** Over a connection of its own: what was written over one keeps the primary's for it. */
    private void readOnItsOwn(String sql) throws SQLException {
        try (Connection own = bench.connection();
                Statement statement = own.createStatement()) {
            statement.executeQuery(sql);
        }
    }

    @Test
    void aPoolThatIsExhaustedIsNotHeldAgainstTheServer() throws SQLException {
        for (Exception none : List.of(
                new SQLTransientConnectionException("timed out waiting"),
                new SQLException(new IllegalStateException("IJ000655")),
                new SQLException("too many connections", "53300"))) {
            bench.replica.failNext("connect", none);
            read();
            assertEquals(
                    1,
                    bench.log.stream().filter(e -> e.startsWith("replica BUSY")).count(),
                    none::toString);
            bench.happened();
        }
    }

    @Test
    void aServerThatRefusesConnectionsIsSuspect() throws SQLException {
        for (Exception none : List.of(
                FakeServer.failure("08001"),
                FakeServer.failure("28P01"),
                new SQLException("no connection", new IllegalStateException(FakeServer.failure("08001"))),
                new UndeclaredThrowableException(FakeServer.failure("57P03")))) {
            bench.replica.failNext("connect", none);
            read();
            assertEquals(
                    1,
                    bench.log.stream().filter(e -> e.startsWith("replica LOST")).count(),
                    none::toString);
            bench.happened();
        }
    }

    @Test
    void whatCannotBeSentTwiceSurfacesAndIsLearnedFromAllTheSame() throws SQLException {
        PreparedStatement read = connection.prepareStatement(READ);
        read.setBinaryStream(1, new ByteArrayInputStream(new byte[] {1}));
        replicaFails("25006");
        assertState("25006", read::executeQuery);
        assertEquals(0, bench.primary.connections());
        read.setInt(1, 7);
        bench.happened();
        read.executeQuery();
        assertEquals(List.of("primary#1 executeQuery " + READ + "[7]"), bench.executions());
    }

    @Test
    void aWriteIsNeverRepeated() {
        for (String state : List.of("40001", "57P01", "08006")) {
            bench.primary.failNext("executeUpdate", FakeServer.failure(state));
            assertState(state, () -> connection.createStatement().executeUpdate(PLAIN_INSERT));
            assertEquals(1, bench.executions().size());
        }
    }

    @Test
    void whatAPoolThrowsAtRunTimeOnThePrimaryIsToldAsJdbcTellsIt() throws SQLException {
        SQLException hidden = FakeServer.failure("08006");
        UndeclaredThrowableException thrown = new UndeclaredThrowableException(hidden);
        bench.routing.reads = Reason.NOT_ROUTED;
        bench.primary.failNext("executeQuery", thrown);
        assertSame(hidden, assertThrows(SQLException.class, this::read));
        bench.primary.failNext("executeUpdate", thrown);
        assertSame(hidden, assertThrows(SQLException.class, () -> connection
                .createStatement()
                .executeUpdate(PLAIN_INSERT)));
        connection.setAutoCommit(false);
        connection.createStatement().executeUpdate(PLAIN_INSERT);
        bench.primary.failNext("commit", thrown);
        assertSame(hidden, assertThrows(SQLException.class, connection::commit));
    }

    @Test
    void whatTheDriverDoesNotSupportSurfaces() {
        bench.replica.failNext("executeQuery", new SQLFeatureNotSupportedException("not implemented", "0A000"));
        assertState("0A000", this::read);
        assertEquals(0, bench.primary.connections());
    }

    @Test
    void whatIsNotTheDriversStaysAsItIs() {
        bench.replica.failNext("executeQuery", new IllegalStateException("a bug"));
        bench.primary.failNext("executeQuery", new IllegalStateException("the same bug"));
        assertThrows(IllegalStateException.class, this::read);
    }
}
