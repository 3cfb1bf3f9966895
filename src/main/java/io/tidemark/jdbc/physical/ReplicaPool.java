package io.tidemark.jdbc.physical;

import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A replica's connection pool, together with the knowledge of the server behind each of its connections. The pool may lead
 * to several servers, or to another server than a moment ago; only the connection itself shows which. Thread-safe.
 */
public interface ReplicaPool {

    /** The limit of attempts. A second connection may lead to a better server, unless the pool returns the same one again. */
    int MOST_ATTEMPTS = 2;

    /** The state of the server that the result of a read depends on. */
    enum Depends {
        /** On rows alone. */
        ON_ROWS,
        /** On the server's clock too, which must not hide rows that the read must include. */
        ON_CLOCK
    }

    /** The name of the replica. */
    ReplicaName name();

    /** True if the server behind the pool may serve reads, as last polled. */
    boolean isEligible();

    /** The pool itself. Its connections are not checked: they serve questions that no position is required for. */
    DataSource source();

    /**
     * True if the server behind a connection covers the position, and its clock permits the read. Queries the server on that
     * connection if its last known position does not cover it.
     *
     * @param borrowed a connection that was just borrowed
     * @throws SQLException if the connection is lost
     */
    boolean covers(Connection borrowed, Optional<Position> required, Depends depends) throws SQLException;

    /**
     * The same for a connection that has been in use. Queries the server only if that cannot disturb a transaction.
     *
     * @throws SQLException if the connection is lost
     */
    boolean stillCovers(Connection held, Optional<Position> required, Depends depends) throws SQLException;

    /** Called before a read borrows a connection. */
    void readBegins();

    /** Called when the connection of a read was returned, or could not be borrowed. */
    void readEnded();

    /**
     * Borrows a connection whose server covers the position. A connection that does not is returned before the next attempt.
     *
     * @throws PositionNotCovered if no attempt gave one
     * @throws SQLException if the pool gives no connection, or the connection is lost
     */
    default Connection borrow(Optional<Position> required, Depends depends) throws SQLException {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            // A pool may hand out a connection that is dead already, which shows at the first query.
            Connection borrowed = source().getConnection();
            boolean covered = false;
            try {
                covered = covers(borrowed, required, depends);
            } finally {
                if (!covered) {
                    borrowed.close();
                }
            }
            if (covered) {
                return borrowed;
            }
        }
        throw new PositionNotCovered();
    }
}
