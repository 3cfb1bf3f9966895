package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A pooled connection with a bound on the time that each answer on it may take.
 *
 * <p>The connection is returned with the bound that it had before, or it is broken before its pool has it back. For one
 * thread at a time.
 *
 * @param before the bound to restore, in milliseconds; 0 is no bound
 */
public record TimedConnection(Connection connection, int before) {

    private static final System.Logger LOG = System.getLogger(TimedConnection.class.getName());

    /**
     * A question to the server.
     *
     * @param <F> a fault that the answer shows, although the connection works
     */
    @FunctionalInterface
    public interface Question<T, F extends Exception> {
        T on(Connection connection) throws SQLException, F;
    }

    /**
     * Asks on a borrowed connection, and returns it to its pool. An {@link SQLException}, a runtime exception or an error
     * breaks the connection. Any other fault does not: that connection goes back with its own bound.
     */
    public static <T, F extends Exception> T ask(DataSource source, int timeoutMillis, Question<T, F> question)
            throws SQLException, F {
        TimedConnection timed = borrow(source, timeoutMillis);
        try {
            T answer = question.on(timed.connection);
            timed.giveBack();
            return answer;
        } catch (SQLException | RuntimeException | Error failed) {
            timed.discard();
            throw failed;
        } catch (Exception fault) {
            timed.giveBack();
            throw fault;
        }
    }

    /**
     * Asks on a connection that its user has borrowed and keeps. The bound is restored whether or not the question fails.
     *
     * @throws SQLException also if the connection is lost
     */
    static <T, F extends Exception> T askOn(Connection held, int timeoutMillis, Question<T, F> question)
            throws SQLException, F {
        TimedConnection timed = bounded(held, timeoutMillis);
        try {
            return question.on(held);
        } finally {
            timed.restore();
        }
    }

    /** Borrows a connection, for longer than one question. */
    static TimedConnection borrow(DataSource source, int timeoutMillis) throws SQLException {
        Connection connection = source.getConnection();
        try {
            requireOpen(connection);
            return bounded(connection, timeoutMillis);
        } catch (SQLException | RuntimeException | Error failed) {
            discard(connection);
            throw failed;
        }
    }

    private static TimedConnection bounded(Connection connection, int timeoutMillis) throws SQLException {
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, timeoutMillis);
        return new TimedConnection(connection, before);
    }

    /**
     * Throws if the driver knows that the connection is lost. Payara logs a stack trace when a network time-out is set on
     * such a connection, and its {@code isClosed()} does not ask the driver. This does, without a round trip.
     */
    private static void requireOpen(Connection connection) throws SQLException {
        connection.getAutoCommit();
    }

    private void restore() throws SQLException {
        requireOpen(connection);
        connection.setNetworkTimeout(Runnable::run, before);
    }

    /** Restores the bound and returns the connection to its pool; breaks it if that fails. */
    void giveBack() {
        try {
            restore();
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Restoring a connection: {0}", FailureText.briefly(broken));
            discard();
            return;
        }
        try {
            connection.close();
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Closing a connection: {0}", FailureText.briefly(broken));
        }
    }

    /** Breaks the connection before its pool has it back: the next user would meet the failure, and the bound. */
    void discard() {
        discard(connection);
    }

    private static void discard(Connection failed) {
        try (failed) {
            failed.abort(Runnable::run);
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Discarding a connection: {0}", FailureText.briefly(broken));
        }
    }
}
