package io.tidemark.jdbc;

import io.tidemark.routing.Decision;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Whether a connection of the replica's pool may serve a read: the pool may lead to several servers, or to another one than
 * a moment ago, and only the connection itself tells to which. Thread-safe.
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
}
