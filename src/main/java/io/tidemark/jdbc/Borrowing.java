package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Borrows a connection that leads to the primary.
 *
 * <p>After a promotion the old primary may live on, and with it the connections that the pool had. What one reads there is
 * stale, and what it writes is lost, so they are broken, as they would be if the server had been stopped.
 */
final class Borrowing {

    private static final System.Logger LOG = System.getLogger(Borrowing.class.getName());

    /** As many as a pool may have kept; more would mean that new ones lead there, too. */
    private static final int MOST = 20;

    private Borrowing() {}

    /**
     * The connection.
     *
     * @param enlisted in a JTA transaction, which a pool gives the same one again
     * @throws SQLException with SQLState 08006 if it leads to a server that was replaced
     */
    static Connection ofPrimary(DataSource source, Admission admission, boolean enlisted) throws SQLException {
        for (int tries = 1; ; tries++) {
            Connection borrowed = source.getConnection();
            if (admission.leadsToPrimary(borrowed)) {
                return borrowed;
            }
            discard(borrowed, enlisted);
            if (enlisted || tries == MOST) {
                throw Refusal.replacedPrimary();
            }
        }
    }

    /** A pool whose connection it is alone is told that it is broken, and does not give it out once more. */
    private static void discard(Connection broken, boolean enlisted) {
        try (broken) {
            if (!enlisted) {
                broken.abort(Runnable::run);
            }
        } catch (SQLException | RuntimeException failed) {
            LOG.log(System.Logger.Level.DEBUG, "Discarding a connection: {0}", Causes.why(failed));
        }
    }
}
