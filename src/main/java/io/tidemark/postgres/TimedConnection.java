package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A connection that was borrowed from a pool, with a bound on the time that each answer on it may take.
 *
 * <p>It is given back with the bound that it had before, or it is broken before its pool has it back. Used by one thread at
 * a time.
 *
 * @param before the bound to restore, in milliseconds; 0 is none
 */
public record TimedConnection(Connection connection, int before) {

    private static final System.Logger LOG = System.getLogger(TimedConnection.class.getName());

    /** Borrows one, and bounds its answers. */
    public static TimedConnection borrow(DataSource source, int timeoutMillis) throws SQLException {
        Connection connection = source.getConnection();
        try {
            requireOpen(connection);
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, timeoutMillis);
            return new TimedConnection(connection, before);
        } catch (SQLException | RuntimeException failed) {
            discard(connection);
            throw failed;
        }
    }

    /**
     * Throws if the driver knows that the connection is lost. Payara logs a stack trace when a network time-out is set on
     * such a connection, and its {@code isClosed()} does not ask the driver. This does, without a round trip.
     */
    static void requireOpen(Connection connection) throws SQLException {
        connection.getAutoCommit();
    }

    /** Restores its bound and returns it to its pool; breaks it if that fails. */
    public void giveBack() {
        try {
            requireOpen(connection);
            connection.setNetworkTimeout(Runnable::run, before);
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Restoring a connection: {0}", Trouble.briefly(broken));
            discard();
            return;
        }
        try {
            connection.close();
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Closing a connection: {0}", Trouble.briefly(broken));
        }
    }

    /** Breaks it before its pool has it back: the next user would meet the failure, and the bound. */
    void discard() {
        discard(connection);
    }

    private static void discard(Connection failed) {
        try (failed) {
            failed.abort(Runnable::run);
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Discarding a connection: {0}", Trouble.briefly(broken));
        }
    }
}
