package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * Recognises a connection that takes part in an XA transaction although its driver reports auto-commit mode.
 *
 * <p>pgjdbc 42.7.13 and newer send {@code BEGIN} when a branch starts and leave the auto-commit mode as it was; older
 * versions switch it off (pgjdbc, pull request 4114). A container whose connections report the driver's mode, such as
 * Payara, then shows a connection that is enlisted in auto-commit mode.
 */
public final class Enlistment {

    private static final String ACTIVE_SQL_TRANSACTION = "25001";

    private Enlistment() {}

    /** True if a transaction is open on the connection, in whichever way the driver reports it. */
    public static boolean found(Connection borrowed) throws SQLException {
        return !borrowed.getAutoCommit() || isOpen(borrowed);
    }

    /**
     * True if a transaction is open on the connection. pgjdbc refuses to set read-only mode then, also to the value
     * that it has; otherwise the call changes nothing and sends nothing.
     */
    static boolean isOpen(Connection borrowed) {
        try {
            borrowed.setReadOnly(borrowed.isReadOnly());
            return false;
        } catch (SQLException | RuntimeException refused) {
            return Stream.<Throwable>iterate(refused, cause -> cause != null, Throwable::getCause)
                    .anyMatch(cause ->
                            cause instanceof SQLException sql && ACTIVE_SQL_TRANSACTION.equals(sql.getSQLState()));
        }
    }
}
