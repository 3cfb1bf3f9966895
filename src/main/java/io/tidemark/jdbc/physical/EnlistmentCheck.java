package io.tidemark.jdbc.physical;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/**
 * Recognizes a connection that is enlisted in a JTA transaction although its pool reports auto-commit mode.
 *
 * <p>Two combinations do this:
 *
 * <ul>
 *   <li>pgjdbc 42.7.13 and newer send {@code BEGIN} when an XA branch starts, and keep the auto-commit mode. Older versions
 *       switch it off (pgjdbc, pull request 4114). Connections of Payara report the driver's mode.
 *   <li>Open Liberty enlists a connection when a statement is created on it. It switches the driver's auto-commit mode off and
 *       still reports auto-commit.
 * </ul>
 *
 * <p>So the check creates a statement, and then reads the mode of the driver's connection. Neither sends anything to the
 * server. The order matters: a connection that is not enlisted may have the mode of an earlier transaction, which Open Liberty
 * corrects when the statement is created.
 */
public final class EnlistmentCheck {

    private static final String ACTIVE_SQL_TRANSACTION = "25001";

    private EnlistmentCheck() {}

    /** True if a transaction is open on the connection, or its next statement opens one. */
    public static boolean found(Connection borrowed) throws SQLException {
        if (!borrowed.getAutoCommit()) {
            return true;
        }
        borrowed.createStatement().close();
        Connection driver = driver(borrowed);
        return !driver.getAutoCommit() || isOpen(driver);
    }

    /**
     * The driver's connection, or the given one if the pool hides it. Open Liberty intercepts calls on the objects that it
     * unwraps. An array and its rows are the driver's own objects. The driver knows the type, and sends no query for it.
     */
    private static Connection driver(Connection borrowed) {
        try (ResultSet rows = borrowed.createArrayOf("int4", new Object[0]).getResultSet();
                Statement statement = rows.getStatement()) {
            return statement.getConnection();
        } catch (SQLException | RuntimeException hidden) {
            return borrowed;
        }
    }

    /**
     * True if a transaction is open on the connection. pgjdbc then refuses to set the read-only mode, even to its current
     * value. Otherwise the call has no effect, and no message is sent.
     */
    private static boolean isOpen(Connection driver) {
        try {
            driver.setReadOnly(driver.isReadOnly());
            return false;
        } catch (SQLException | RuntimeException refused) {
            return Stream.<Throwable>iterate(refused, cause -> cause != null, Throwable::getCause)
                    .anyMatch(cause ->
                            cause instanceof SQLException sql && ACTIVE_SQL_TRANSACTION.equals(sql.getSQLState()));
        }
    }
}
