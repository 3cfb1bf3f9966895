package io.tidemark.it.pools;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;

/** The work of one request on one row of the demo's table. */
public enum Work {
    READ {
        @Override
        public void on(Connection connection, long id) throws SQLException {
            read(connection, id);
        }
    },
    READ_THEN_WRITE {
        @Override
        public void on(Connection connection, long id) throws SQLException {
            read(connection, id);
            write(connection, id);
            read(connection, id);
        }
    },
    WRITE {
        @Override
        public void on(Connection connection, long id) throws SQLException {
            write(connection, id);
        }
    },
    READ_AFTER_SAVEPOINT {
        @Override
        public void on(Connection connection, long id) throws SQLException {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            Savepoint savepoint = connection.setSavepoint();
            read(connection, id);
            connection.rollback(savepoint);
            connection.commit();
            connection.setAutoCommit(true);
            // Payara's pool would hand it on.
            connection.setReadOnly(false);
        }
    };

    static final String COLOR = "SELECT color FROM things WHERE id = ?";

    /** Does the work. */
    public abstract void on(Connection connection, long id) throws SQLException;

    private static void read(Connection connection, long id) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(COLOR)) {
            read.setLong(1, id);
            try (ResultSet row = read.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("There is no row " + id);
                }
            }
        }
    }

    private static void write(Connection connection, long id) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement("UPDATE things SET color = 'red' WHERE id = ?")) {
            write.setLong(1, id);
            if (write.executeUpdate() != 1) {
                throw new IllegalStateException("There is no row " + id);
            }
        }
    }
}
