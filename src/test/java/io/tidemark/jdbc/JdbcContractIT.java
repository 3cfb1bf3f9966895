package io.tidemark.jdbc;

import static io.tidemark.Reason.CAUGHT_UP;
import static io.tidemark.Reason.NOT_ROUTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares every JDBC method of {@code RoutedConnection} with the driver: same value or same SQLState. Each exception
 * is listed with its reason.
 */
@Tag("slow")
@Tag("standalone")
class JdbcContractIT {

    private static final Set<String> CLOSED = Set.of("failure 08003", "failure 55000");
    private static final String CONTENT = "DELETE FROM contract; INSERT INTO contract VALUES (1, 'red'), (2, 'blue')";
    private static final String CALL = "{? = call abs(?)}";
    private static final String ANY_PARAMETER = "SELECT pg_typeof(?) = 'text'::regtype";
    private static final String READ = "SELECT 1 AS a, 'x' AS b WHERE ? = 1";

    private final RealServers real = new RealServers();
    private @Nullable Connection open;

    @BeforeEach
    void table() throws Exception {
        real.setUp("DROP TABLE IF EXISTS contract; CREATE TABLE contract (id int PRIMARY KEY, color text)");
    }

    @AfterEach
    void close() throws Exception {
        if (open != null) {
            open.close();
        }
    }

    private Connection raw() throws Exception {
        return kept(real.primary.getConnection());
    }

    private Connection routed(Reason reads) throws Exception {
        return kept(real.routed(reads));
    }

    /** One connection at a time. */
    private Connection kept(Connection connection) throws Exception {
        close();
        open = connection;
        return connection;
    }

    private interface On<T> {
        T of(Connection connection) throws Exception;
    }

    /** The reason for which a method may differ from the driver's. */
    private interface Excuse {
        boolean explains(String method, String raw, String routed);
    }

    /** JDBC says of almost every method that it throws on what is closed; the driver does not always, and we do. */
    private static final Excuse STRICTER_WHEN_CLOSED =
            (method, raw, routed) -> !CLOSED.contains(raw) && CLOSED.contains(routed);

    /** JDBC says of all these that they throw on a prepared statement; the driver runs some. */
    private static final Excuse TEXT_ON_PREPARED =
            (method, raw, routed) -> method.matches("execute.*\\(String.*") && routed.equals("failure 42809");

    /** A parameter that the driver refuses is refused when the statement is executed: see {@link #eachSetter}. */
    private static final Excuse LATER =
            (method, raw, routed) -> method.matches("(set|registerOut).*") && routed.equals("null");

    /** Both fail: there is no value yet, of whatever type. */
    private static final Excuse NO_VALUE_YET = (method, raw, routed) ->
            method.startsWith("get") && raw.startsWith("failure") && routed.equals("failure 55000");

    /** The driver does not have it; we do, for as many rows as it can count. */
    private static final Excuse LARGE_MAX_ROWS = (method, raw, routed) -> method.contains("LargeMaxRows");

    /** The driver refuses it when the statement is prepared, or the array made, which here is when it is executed. */
    private static final Excuse SHOWN_LATER = (method, raw, routed) ->
            method.equals("prepareStatement(String, int[])") || method.startsWith("createArrayOf");

    private <T> void assertSame(Class<T> type, On<T> subject, Excuse... excuses) throws Exception {
        assertSame(type, subject, Set.of(NOT_ROUTED, CAUGHT_UP), excuses);
    }

    private <T> void assertSame(Class<T> type, On<T> subject, Set<Reason> routes, Excuse... excuses) throws Exception {
        Map<String, String> raw = Outcome.ofEachMethod(type, () -> subject.of(raw()));
        for (Reason reads : routes) {
            Map<String, String> routed = Outcome.ofEachMethod(type, () -> subject.of(routed(reads)));
            assertSame(raw, routed, type.getSimpleName() + ", " + reads, excuses);
        }
    }

    private static void assertSame(
            Map<String, String> raw, Map<String, String> routed, String what, Excuse... excuses) {
        List<String> differences = new ArrayList<>();
        raw.forEach((method, expected) -> {
            String found = String.valueOf(routed.get(method));
            if (!found.equals(expected)
                    && Arrays.stream(excuses).noneMatch(excuse -> excuse.explains(method, expected, found))) {
                differences.add(method + ": " + expected + ", but here " + found);
            }
        });
        assertEquals("", String.join("\n", differences), what);
    }

    @Test
    void aConnection() throws Exception {
        assertSame(Connection.class, c -> c, SHOWN_LATER);
    }

    @Test
    void aConnectionInATransaction() throws Exception {
        assertSame(
                Connection.class,
                c -> {
                    c.setAutoCommit(false);
                    rows(c);
                    return c;
                },
                SHOWN_LATER);
    }

    @Test
    void aClosedConnection() throws Exception {
        assertSame(Connection.class, c -> closed(c, c), STRICTER_WHEN_CLOSED);
    }

    @Test
    void aStatement() throws Exception {
        assertSame(Statement.class, Connection::createStatement, LARGE_MAX_ROWS);
    }

    @Test
    void aClosedStatement() throws Exception {
        assertSame(Statement.class, c -> closed(c.createStatement()), STRICTER_WHEN_CLOSED);
    }

    @Test
    void aStatementOfAClosedConnection() throws Exception {
        // JDBC: closing a connection releases what it made.
        Excuse isClosed = (method, raw, routed) -> method.equals("isClosed()") && routed.equals("true");
        assertSame(Statement.class, c -> closed(c, c.createStatement()), STRICTER_WHEN_CLOSED, isClosed);
    }

    @Test
    void aPreparedStatement() throws Exception {
        assertSame(PreparedStatement.class, c -> c.prepareStatement(READ), TEXT_ON_PREPARED, LATER, LARGE_MAX_ROWS);
    }

    @Test
    void anExecutedPreparedStatement() throws Exception {
        assertSame(
                PreparedStatement.class,
                c -> (PreparedStatement) rows(c).getStatement(),
                TEXT_ON_PREPARED,
                LATER,
                LARGE_MAX_ROWS);
    }

    @Test
    void aClosedPreparedStatement() throws Exception {
        assertSame(PreparedStatement.class, c -> closed(c.prepareStatement(READ)), STRICTER_WHEN_CLOSED);
    }

    @Test
    void aCallableStatement() throws Exception {
        assertSame(
                CallableStatement.class,
                c -> c.prepareCall(CALL),
                Set.of(NOT_ROUTED),
                TEXT_ON_PREPARED,
                LATER,
                NO_VALUE_YET,
                LARGE_MAX_ROWS);
    }

    @Test
    void anExecutedCallableStatement() throws Exception {
        assertSame(
                CallableStatement.class,
                c -> {
                    CallableStatement call = c.prepareCall(CALL);
                    call.registerOutParameter(1, Types.INTEGER);
                    call.setInt(2, -5);
                    call.execute();
                    return call;
                },
                Set.of(NOT_ROUTED),
                TEXT_ON_PREPARED,
                LATER,
                LARGE_MAX_ROWS);
    }

    @Test
    void aClosedCallableStatement() throws Exception {
        assertSame(CallableStatement.class, c -> closed(c.prepareCall(CALL)), Set.of(NOT_ROUTED), STRICTER_WHEN_CLOSED);
    }

    @Test
    void rows() throws Exception {
        assertSame(ResultSet.class, JdbcContractIT::rows);
    }

    @Test
    void rowsThatScrollAndChange() throws Exception {
        assertSame(ResultSet.class, c -> {
            // What the method before has changed.
            c.createStatement().execute(CONTENT);
            ResultSet rows = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)
                    .executeQuery("SELECT id, color FROM contract ORDER BY id");
            rows.next();
            return rows;
        });
    }

    @Test
    void closedRows() throws Exception {
        assertSame(ResultSet.class, c -> closed(rows(c)), STRICTER_WHEN_CLOSED);
    }

    @Test
    void descriptionsOfTheDatabase() throws Exception {
        // JDBC: rows that no statement of the application's made may have none.
        assertSame(DatabaseMetaData.class, Connection::getMetaData);
    }

    /** What is refused or accepted when a parameter is set is so, in the same way, when the statement is executed. */
    @Test
    void eachSetter() throws Exception {
        Map<String, String> raw = Outcome.ofEachMethodAndThen(
                PreparedStatement.class, "set", () -> raw().prepareStatement(ANY_PARAMETER), JdbcContractIT::executed);
        for (Reason reads : List.of(NOT_ROUTED, CAUGHT_UP)) {
            Map<String, String> routed = Outcome.ofEachMethodAndThen(
                    PreparedStatement.class,
                    "set",
                    () -> routed(reads).prepareStatement(ANY_PARAMETER),
                    JdbcContractIT::executed);
            assertSame(raw, routed, "setters, " + reads, LARGE_MAX_ROWS);
        }
    }

    private static Object executed(PreparedStatement statement) throws SQLException {
        return Outcome.rows(statement.executeQuery());
    }

    private static ResultSet rows(Connection connection) throws Exception {
        PreparedStatement read = connection.prepareStatement(READ);
        read.setInt(1, 1);
        ResultSet rows = read.executeQuery();
        rows.next();
        return rows;
    }

    private static <T extends AutoCloseable> T closed(T closed) throws Exception {
        closed.close();
        return closed;
    }

    private static <T> T closed(AutoCloseable closed, T part) throws Exception {
        closed.close();
        return part;
    }
}
