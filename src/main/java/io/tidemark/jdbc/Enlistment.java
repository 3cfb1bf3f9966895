package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/**
 * Recognises a connection that takes part in a JTA transaction although its pool reports auto-commit mode.
 *
 * <p>Two reasons for that. pgjdbc 42.7.13 and newer send {@code BEGIN} when a branch of an XA transaction starts and leave
 * the auto-commit mode as it was; older versions switch it off (pgjdbc, pull request 4114). A container whose connections
 * report the driver's mode, such as Payara, then shows a connection that is enlisted in auto-commit mode. And Open Liberty
 * enlists a connection when a statement is made on it, switches the driver's mode off, and goes on reporting auto-commit.
 *
 * <p>So a statement is made, which sends nothing, and then the driver's own connection is asked, which sends nothing either.
 * In this order: a connection that is not enlisted may still have the mode of a transaction before, which Open Liberty
 * corrects with the statement.
 */
public final class Enlistment {

    private static final String ACTIVE_SQL_TRANSACTION = "25001";

    private Enlistment() {}

    /** True if a transaction is open on the connection, or its next statement opens one, in whichever way that shows. */
    public static boolean found(Connection borrowed) throws SQLException {
        if (!borrowed.getAutoCommit()) {
            return true;
        }
        borrowed.createStatement().close();
        Connection driver = driver(borrowed);
        return !driver.getAutoCommit() || isOpen(driver);
    }

    /**
     * The driver's own connection; the given one if the pool hides it. Open Liberty intercepts the calls of what it unwraps,
     * but an array is the driver's own, and so are its rows. The driver knows the type, so that nothing is sent.
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
     * True if a transaction is open on the connection. pgjdbc refuses to set read-only mode then, also to the value
     * that it has; otherwise the call changes nothing and sends nothing.
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
