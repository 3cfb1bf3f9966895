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
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which failures of a read on the replica the application never sees, and what is learned from them. */
final class RepetitionTest {

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
    void everyOtherStateSurfaces() {
        for (String state : List.of("42P01", "42703", "22012", "57014", "25P02", "40P01", "55000", "53200", "XX001")) {
            replicaFails(state);
            assertState(state, this::read);
        }
        assertEquals(0, bench.primary.connections());
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
        assertThrows(IllegalStateException.class, this::read);
        assertEquals(0, bench.primary.connections());
    }
}
