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
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.rowset.serial.SerialBlob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RoutedStatementTest {

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
        assertFalse(bench.log.stream().anyMatch(event -> event.startsWith("told twice")));
    }

    @Test
    void aReadGoesToTheReplica() throws SQLException {
        connection.createStatement().executeQuery(PLAIN_READ);
        bench.assertHappened(
                "read?", "replica connect", "sent CAUGHT_UP", "replica#1 executeQuery " + PLAIN_READ + "[]");
    }

    @Test
    void aReadAgainRunsOnTheSamePreparedStatementWithWhatWasSetSince() throws SQLException {
        PreparedStatement read = connection.prepareStatement("select a from t where b = ? and c = ?");
        read.setInt(1, 1);
        read.setString(2, "x");
        read.executeQuery();
        read.setInt(1, 2);
        read.execute();
        assertEquals(
                List.of(
                        "replica#1 prepare select a from t where b = ? and c = ?",
                        "replica#1 executeQuery select a from t where b = ? and c = ?[1, x]",
                        "replica#1 execute select a from t where b = ? and c = ?[2, x]"),
                bench.happened().stream()
                        .filter(event -> event.startsWith("replica#1"))
                        .toList());
    }

    @Test
    void aPreparedReadAfterAWriteGoesToThePrimaryWithItsParameters() throws SQLException {
        PreparedStatement read = connection.prepareStatement(READ);
        read.setFetchSize(5);
        read.setInt(1, 7);
        read.executeQuery();
        connection.createStatement().executeUpdate(PLAIN_INSERT);
        bench.happened();
        read.executeQuery();
        bench.assertHappened(
                "read?",
                "replica#1 statement close",
                "primary#1 prepare " + READ,
                "primary#1 setFetchSize[5]",
                "sent WROTE",
                "primary#1 executeQuery " + READ + "[7]");
    }

    @Test
    void anAutoCommitWriteEndsOnceAfterTheStatement() throws SQLException {
        PreparedStatement insert = connection.prepareStatement(INSERT);
        insert.setInt(1, 1);
        insert.executeUpdate();
        bench.assertHappened(
                "write",
                "primary connect",
                "committing",
                "primary#1 prepare " + INSERT,
                "sent WRITE",
                "primary#1 executeUpdate " + INSERT + "[1]",
                "ended");
    }

    @Test
    void anAutoCommitWriteWhoseConnectionIsLostIsInDoubt() {
        bench.primary.failNext("executeUpdate", FakeServer.failure("08006"));
        bench.primary.failNext("isValid", FakeServer.failure("08006"));
        assertState("08006", () -> connection.createStatement().executeUpdate(PLAIN_INSERT));
        assertEquals(1, bench.count("in doubt: STATEMENT"));
        assertEquals(0, bench.count("ended"));
    }

    @Test
    void anAutoCommitWriteThatIsRefusedIsNotSent() {
        bench.routing.refusing = Optional.of(ScriptedRouting.refusal());
        assertState("58000", () -> connection.createStatement().executeUpdate(PLAIN_INSERT));
        bench.assertHappened("write", "primary connect", "committing", "ended");
    }

    @Test
    void anAutoCommitWriteEndsOnceAlthoughItFails() {
        bench.primary.failNext("executeUpdate", FakeServer.failure("23505"));
        assertState("23505", () -> connection.createStatement().executeUpdate(PLAIN_INSERT));
        assertEquals(1, bench.count("ended"));
        assertEquals(1, bench.count("write"));
    }

    @Test
    void aWriteEndsOnceAlthoughThereIsNoConnection() {
        bench.primary.failNext("connect", FakeServer.failure("08001"));
        assertState("08001", () -> connection.createStatement().executeUpdate(PLAIN_INSERT));
        bench.assertHappened("write", "primary connect", "rolled back");
    }

    @Test
    void whatIsNotProvablyAReadIsAWrite() throws SQLException {
        connection.createStatement().executeQuery("select nextval('s')");
        connection.createStatement().execute(PLAIN_INSERT);
        connection.createStatement().executeUpdate(PLAIN_READ);
        connection.createStatement().executeLargeUpdate(PLAIN_READ);
        connection.prepareCall(PLAIN_READ).execute();
        assertEquals(5, bench.count("write"));
        assertEquals(5, bench.count("ended"));
        assertEquals(5, bench.count("sent WRITE"));
        assertEquals(0, bench.replica.connections());
    }

    @Test
    void anUpdatableResultSetIsAWriteUntilItsStatementIsClosed() throws SQLException {
        PreparedStatement read =
                connection.prepareStatement(PLAIN_READ, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE);
        read.executeQuery();
        assertEquals(0, bench.replica.connections());
        bench.happened();
        read.close();
        bench.assertHappened("primary#1 statement close", "ended");
    }

    @Test
    void aLargeObjectAsParameterMakesItAWrite() throws SQLException {
        PreparedStatement read = connection.prepareStatement(READ);
        read.setBlob(1, stream("x"));
        read.executeQuery();
        assertEquals(List.of("primary#1 executeQuery " + READ + "[x]"), bench.executions());
    }

    @Test
    void aBatchIsAWriteWithTheRowsAsTheyWereAdded() throws SQLException {
        PreparedStatement insert = connection.prepareStatement(INSERT);
        Timestamp changing = new Timestamp(0);
        Timestamp first = new Timestamp(0);
        insert.setTimestamp(1, changing);
        insert.addBatch();
        changing.setTime(5);
        insert.setInt(1, 2);
        insert.addBatch();
        insert.executeBatch();
        assertEquals(List.of("primary#1 executeBatch " + INSERT + "[[" + first + "], [2]]"), bench.executions());
        insert.executeUpdate();
        assertEquals(List.of("primary#1 executeUpdate " + INSERT + "[2]"), bench.executions());
    }

    @Test
    void aBatchOfTextsIsAWriteAndRunsOnce() throws SQLException {
        Statement statement = connection.createStatement();
        statement.addBatch("insert 1");
        statement.addBatch("insert 2");
        statement.executeBatch();
        statement.executeLargeBatch();
        assertEquals(
                List.of("primary#1 executeBatch [insert 1, insert 2]", "primary#1 executeLargeBatch []"),
                bench.executions());
    }

    @Test
    void aCallBringsItsOutputParameters() throws SQLException {
        CallableStatement call = connection.prepareCall("{? = call f(?)}");
        call.registerOutParameter(1, Types.INTEGER);
        call.setInt(2, 5);
        assertState("55000", () -> call.getInt(1));
        call.execute();
        assertEquals(0, call.getInt(1));
        assertTrue(bench.log.contains("primary#1 registerOutParameter[1, 4]"));
        assertEquals(List.of("primary#1 execute {? = call f(?)}[5]"), bench.executions());
    }

    @Test
    void theReplicaThatRefusesAConnectionIsReplacedByThePrimary() throws SQLException {
        bench.replica.failNext("connect", new SQLException("pool is empty"));
        PreparedStatement read = connection.prepareStatement(READ);
        read.setBinaryStream(1, stream("x"));
        read.executeQuery();
        bench.assertHappened(
                "read?",
                "replica connect",
                "replica BUSY: pool is empty",
                "primary connect",
                "primary#1 prepare " + READ,
                "sent REPLICA_UNAVAILABLE",
                "primary#1 executeQuery " + READ + "[x]");
    }

    @Test
    void withoutAReplicaDataSourceThePrimaryReads() throws SQLException {
        try (Connection alone = bench.withoutReplica()) {
            alone.createStatement().executeQuery(PLAIN_READ);
        }
        assertTrue(bench.log.contains("replica LOST: no replica data source"));
        assertEquals(List.of("primary#1 executeQuery " + PLAIN_READ + "[]"), bench.executions());
    }

    @Test
    void aLostReplicaIsReplacedByThePrimaryOnceWithTheSameParameters() throws SQLException {
        for (String state : List.of("57P01", "57P02", "57P03", "57P05", "08006", "08003")) {
            PreparedStatement read = connection.prepareStatement(READ);
            read.setInt(1, 7);
            bench.replica.failNext("executeQuery", FakeServer.failure(state));
            read.executeQuery();
            read.close();
            assertTrue(bench.log.contains("replica LOST: failure " + state));
            assertEquals(0, bench.replica.open());
            assertEquals(2, bench.executions().size());
        }
    }

    @Test
    void afterALossTheReplicaIsReadOverAnotherConnection() throws SQLException {
        bench.replica.failNext("executeQuery", FakeServer.failure("08006"));
        Statement statement = connection.createStatement();
        statement.executeQuery(PLAIN_READ);
        statement.executeQuery(PLAIN_READ);
        assertEquals(
                List.of("replica#1", "primary#1", "replica#2"),
                bench.executions().stream()
                        .map(event -> event.substring(0, event.indexOf(' ')))
                        .toList());
    }

    @Test
    void aStreamInABatchIsReadForItsRow() throws SQLException {
        PreparedStatement insert = connection.prepareStatement(INSERT);
        insert.setBinaryStream(1, stream("x"));
        insert.addBatch();
        insert.executeBatch();
        assertEquals(List.of("primary#1 executeBatch " + INSERT + "[[x]]"), bench.executions());
    }

    @Test
    void aStreamThatTheStatementHasAlreadyIsNotReadAgain() throws SQLException {
        PreparedStatement insert = connection.prepareStatement(INSERT);
        insert.setBinaryStream(1, stream("x"));
        insert.executeUpdate();
        insert.executeUpdate();
        String once = "primary#1 executeUpdate " + INSERT + "[x]";
        assertEquals(List.of(once, once), bench.executions());
    }

    @Test
    void aRowOfABatchBringsItsStreamWhateverWasExecutedSince() throws SQLException {
        PreparedStatement insert = connection.prepareStatement(INSERT);
        insert.setBinaryStream(1, stream("of the row"));
        insert.addBatch();
        insert.setBinaryStream(1, stream("later"));
        insert.executeUpdate();
        insert.executeBatch();
        assertEquals(
                List.of(
                        "primary#1 executeUpdate " + INSERT + "[later]",
                        "primary#1 executeBatch " + INSERT + "[[of the row]]"),
                bench.executions());
    }

    @Test
    void aStreamThatWasExecutedIsNotSentAgainForARow() throws SQLException {
        PreparedStatement insert = connection.prepareStatement(INSERT);
        insert.setBinaryStream(1, stream("x"));
        insert.executeUpdate();
        insert.addBatch();
        insert.setBinaryStream(1, stream("y"));
        insert.executeUpdate();
        assertState("22023", insert::executeBatch);
    }

    @Test
    void aLargeObjectIsWrittenOnceForAStatement() throws SQLException {
        PreparedStatement insert = connection.prepareStatement(INSERT);
        insert.setBlob(1, new SerialBlob(new byte[] {1}));
        insert.executeUpdate();
        insert.executeUpdate();
        assertEquals(1, bench.count("primary#1 setBlob"));
    }

    @Test
    void aReadIsRunOnThePrimaryOnceOnly() {
        bench.replica.failNext("executeQuery", FakeServer.failure("08006"));
        bench.primary.failNext("executeQuery", FakeServer.failure("08001"));
        SQLException thrown =
                assertState("08001", () -> connection.createStatement().executeQuery(PLAIN_READ));
        assertEquals("08006", ((SQLException) thrown.getSuppressed()[0]).getSQLState());
        assertEquals(2, bench.executions().size());
    }

    @Test
    void aLossThatThePoolHasWrappedIsALossToo() throws SQLException {
        SQLException wrapped = new SQLException("RAR9008", new IllegalStateException(FakeServer.failure("08003")));
        bench.replica.failNext("executeQuery", wrapped);
        connection.createStatement().executeQuery(PLAIN_READ).close();
        assertEquals(1, bench.primary.connections());
    }

    @Test
    void aLossThatThePoolThrowsAtRunTimeIsALossToo() throws SQLException {
        bench.replica.failNext("prepare", new UndeclaredThrowableException(FakeServer.failure("08003")));
        connection.prepareStatement(PLAIN_READ).executeQuery().close();
        assertEquals(1, bench.primary.connections());
        bench.replica.failNext("getAutoCommit", new UndeclaredThrowableException(FakeServer.failure("08003")));
        try (Connection another = bench.connection()) {
            another.prepareStatement(PLAIN_READ).executeQuery().close();
        }
        assertEquals(2, bench.primary.connections());
    }

    @Test
    void aConnectionThatThePoolHandsOutDeadIsARefusal() throws SQLException {
        bench.replica.failNext("getAutoCommit", new SQLException("it fails at the first question"));
        connection.createStatement().executeQuery(PLAIN_READ).close();
        assertEquals(1, bench.primary.connections());
    }

    @Test
    void whatTheReplicaSaysOfTheStatementItselfDoesNotBreakItsConnection() throws SQLException {
        for (String state : Arrays.asList("42P01", null)) {
            bench.replica.failNext("executeQuery", FakeServer.failure(state));
            try (Statement read = connection.createStatement()) {
                read.executeQuery(PLAIN_READ);
            }
        }
        assertEquals(2, bench.replica.connections());
        assertEquals(0, bench.replica.open());
        assertEquals(0, bench.count("replica#1 abort"), "its pool has it again, as it was");
    }

    @Test
    void aLostReplicaSurfacesIfAParameterWasReadFromAStream() throws SQLException {
        PreparedStatement read = connection.prepareStatement(READ);
        read.setBinaryStream(1, stream("x"));
        bench.replica.failNext("executeQuery", FakeServer.failure("57P01"));
        assertState("57P01", read::executeQuery);
        assertTrue(bench.log.contains("replica LOST: failure 57P01"));
        assertEquals(0, bench.replica.open());
        assertEquals(0, bench.primary.connections());
    }

    @Test
    void aStreamThatWasReadIsNotSentAgainToAnotherServer() throws SQLException {
        PreparedStatement read = connection.prepareStatement(READ);
        read.setBinaryStream(1, stream("x"));
        read.executeQuery();
        bench.routing.reads = Reason.WROTE;
        assertState("22023", read::executeQuery);
        read.setBinaryStream(1, stream("y"));
        bench.happened();
        read.executeQuery();
        assertEquals(List.of("primary#1 executeQuery " + READ + "[y]"), bench.executions());
    }

    @Test
    void aFailureOfAStatementOnThePrimaryIsNotTheReplicas() {
        bench.routing.reads = Reason.NOT_ROUTED;
        bench.primary.failNext("executeQuery", FakeServer.failure("57P01"));
        assertState("57P01", () -> connection.createStatement().executeQuery(PLAIN_READ));
        assertEquals(1, bench.executions().size());
    }

    @Test
    void whatWasSetOnAStatementIsAppliedWhereverItRuns() throws SQLException {
        Statement statement = connection.createStatement();
        statement.setMaxRows(3);
        statement.setQueryTimeout(4);
        statement.setEscapeProcessing(false);
        statement.setPoolable(true);
        statement.setCursorName("c");
        statement.closeOnCompletion();
        assertEquals(3, statement.getLargeMaxRows());
        assertEquals(4, statement.getQueryTimeout());
        assertTrue(statement.isPoolable());
        assertState("22023", () -> statement.setFetchSize(-1));
        bench.assertHappened();
        statement.executeQuery(PLAIN_READ);
        statement.setMaxRows(9);
        bench.assertHappened(
                "read?",
                "replica connect",
                "replica#1 setMaxRows[3]",
                "replica#1 setQueryTimeout[4]",
                "replica#1 setEscapeProcessing[false]",
                "replica#1 setPoolable[true]",
                "replica#1 setCursorName[c]",
                "replica#1 closeOnCompletion",
                "sent CAUGHT_UP",
                "replica#1 executeQuery " + PLAIN_READ + "[]",
                "replica#1 setMaxRows[9]");
    }

    @Test
    void aDescriptionBeforeTheExecutionComesFromWhereItWillRunAndCountsForNothing() throws SQLException {
        PreparedStatement read = connection.prepareStatement(READ);
        read.setBinaryStream(1, stream("x"));
        read.getMetaData();
        read.getParameterMetaData();
        bench.assertHappened("read?", "replica connect", "replica#1 prepare " + READ);
        read.executeQuery();
        assertEquals(List.of("replica#1 executeQuery " + READ + "[x]"), bench.executions());
    }

    @Test
    void aPreparedStatementTakesNoText() throws SQLException {
        PreparedStatement read = connection.prepareStatement(READ);
        assertState("42809", () -> read.executeQuery(PLAIN_READ));
        assertState("42809", () -> read.executeUpdate(PLAIN_INSERT));
        assertState("42809", () -> read.addBatch(PLAIN_INSERT));
        assertState("22023", () -> read.setInt(0, 1));
        bench.assertHappened();
    }

    @Test
    void aClosedStatementIsRefused() throws SQLException {
        Statement statement = connection.createStatement();
        statement.executeQuery(PLAIN_READ);
        statement.close();
        statement.close();
        assertThrows(SQLException.class, () -> statement.executeQuery(PLAIN_READ));
        assertEquals(1, bench.count("replica#1 statement close"));
    }

    @Test
    void nothingLeadsFromTheRowsPastTheRoutedStatement() throws SQLException {
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(PLAIN_READ);
        assertSame(statement, rows.getStatement());
        assertSame(rows, rows.unwrap(ResultSet.class));
        statement.executeUpdate(PLAIN_INSERT, Statement.RETURN_GENERATED_KEYS);
        assertSame(statement, statement.getGeneratedKeys().getStatement());
        PreparedStatement prepared = connection.prepareStatement(READ);
        assertSame(prepared, prepared.executeQuery().getStatement());
        assertSame(connection, connection.getMetaData().getConnection());
        assertNull(connection.getMetaData().getTables(null, null, "t", null).getStatement());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
