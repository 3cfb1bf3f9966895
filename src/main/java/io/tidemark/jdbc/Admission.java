package io.tidemark.jdbc;

import io.tidemark.routing.Decision;
import io.tidemark.wal.Backend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What depends on where a pool's connections lead: whether one of the replica's may serve a read, whether one of the
 * primary's may serve at all, and where it writes. A pool may lead to several servers, or to another one than a moment ago,
 * and only the connection itself tells to which. Thread-safe.
 */
public interface Admission {

    /** Where there is no replica. */
    Admission NOBODY = new Admission() {
        @Override
        public boolean admits(Connection borrowed, Decision decision) {
            return false;
        }

        @Override
        public boolean stillAdmits(Connection held, Decision decision) {
            return false;
        }

        @Override
        public boolean leadsToPrimary(Connection borrowed) {
            return true;
        }

        @Override
        public Optional<Backend> backend(Connection primary) {
            return Optional.empty();
        }
    };

    /**
     * Decides on a connection that was just borrowed. Asks the server on it if it is not known, or not well enough.
     *
     * @param decision what the read must include
     * @throws SQLException if the connection is lost
     */
    boolean admits(Connection borrowed, Decision decision) throws SQLException;

    /** Decides on one that has been in use, as far as that can be done without disturbing what is open on it. */
    boolean stillAdmits(Connection held, Decision decision) throws SQLException;

    /**
     * Whether one of the primary's that was just borrowed leads there. One that leads to a server that was replaced and
     * lives on is broken. Costs nothing until two of them have been seen.
     */
    boolean leadsToPrimary(Connection borrowed);

    /**
     * The server process that will run what is written over a connection of the primary's pool; empty if it is not known.
     * Asks on the connection if it is met for the first time, without a trace in a transaction of the application's.
     */
    Optional<Backend> backend(Connection primary);
}
