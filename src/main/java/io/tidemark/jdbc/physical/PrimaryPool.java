package io.tidemark.jdbc.physical;

import io.tidemark.wal.Backend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The primary's connection pool, together with the knowledge of the server behind each of its connections. Thread-safe.
 *
 * <p>After a promotion the old primary may still run, and the pool may still hold connections to it. A read over one of them
 * is stale, and a write is lost. {@link #borrow} therefore breaks such a connection, as a stopped server would have done.
 */
public interface PrimaryPool {

    /** The limit of attempts, as many as a pool may have kept. If more fail, new connections lead there too. */
    int MOST_ATTEMPTS = 20;

    /** The pool itself. */
    DataSource source();

    /**
     * False if the connection leads to a server that was replaced as the primary; the driver's connection is broken then.
     * Has no cost until two primaries have been seen.
     *
     * @param borrowed a connection that was just borrowed
     */
    boolean leadsToPrimary(Connection borrowed);

    /**
     * The server process that runs the writes of a connection; empty if it is not known. The first call for a connection
     * queries the server, without a trace in a transaction of the application.
     */
    Optional<Backend> backend(Connection borrowed);

    /** A pool without a replica beside it: no server is queried, and each connection may be used. */
    static PrimaryPool alone(DataSource source) {
        return new PrimaryPool() {
            @Override
            public DataSource source() {
                return source;
            }

            @Override
            public boolean leadsToPrimary(Connection borrowed) {
                return true;
            }

            @Override
            public Optional<Backend> backend(Connection borrowed) {
                return Optional.empty();
            }
        };
    }

    /**
     * Borrows a connection outside JTA transactions.
     *
     * @throws SQLException with SQLState 08006 if each attempt gave a connection to a server that was replaced
     */
    default Connection borrow() throws SQLException {
        for (int attempt = 1; ; attempt++) {
            Connection borrowed = source().getConnection();
            if (leadsToPrimary(borrowed)) {
                return borrowed;
            }
            // A pool that knows that a connection is broken does not hand it out again.
            discard(borrowed, () -> borrowed.abort(Runnable::run));
            if (attempt == MOST_ATTEMPTS) {
                throw replaced();
            }
        }
    }

    /**
     * Borrows a connection in this thread's JTA transaction. There is one attempt, because the pool gives the same connection
     * to that transaction again.
     *
     * @throws SQLException with SQLState 08006 if it leads to a server that was replaced
     */
    default Connection borrowEnlisted() throws SQLException {
        Connection borrowed = source().getConnection();
        if (leadsToPrimary(borrowed)) {
            return borrowed;
        }
        discard(borrowed, () -> {});
        throw replaced();
    }

    private static SQLException replaced() {
        return new SQLException(
                "The connection led to a server that another one has replaced as the primary, and was broken; what is done"
                        + " again gets another connection",
                "08006");
    }

    private static void discard(Connection broken, Closer.Step abort) {
        try (broken) {
            abort.run();
        } catch (SQLException | RuntimeException failed) {
            System.getLogger(PrimaryPool.class.getName())
                    .log(System.Logger.Level.DEBUG, "Discarding a connection: {0}", SqlCauses.why(failed));
        }
    }
}
