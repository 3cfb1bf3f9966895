package io.tidemark.audit;

import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The statement of an audited read, which runs once more on the replica that routing would have chosen. It is created on the
 * application's thread, and runs on the audit's. {@link #abort} may be called on any thread.
 */
public interface ReplicaRun {

    /** The replica that routing would have chosen. */
    ReplicaName replica();

    /** The statement for the log: without literals, parameters and comments. */
    String shape();

    /** A likely cause of a difference, for the log. */
    String likelyCause();

    /**
     * Runs the statement in a read-only transaction, which is rolled back.
     *
     * @param required the position that the server must cover
     * @param timeout the longest time
     * @param most the number of rows from which on further rows need not be read
     * @param rows receives the rows
     * @throws java.sql.SQLTimeoutException if the server does not cover the position, or if the time is over
     */
    void on(Position required, Duration timeout, long most, RowHash rows) throws SQLException;

    /** Ends a run in progress. */
    void abort();
}
