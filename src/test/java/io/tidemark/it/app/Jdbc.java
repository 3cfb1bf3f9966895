package io.tidemark.it.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The two statements that the tests run by plain JDBC. */
public final class Jdbc {

    private Jdbc() {}

    public static int amount(Connection connection, long id) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement("SELECT amount FROM accounts WHERE id = ?")) {
            read.setLong(1, id);
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    public static int version(Connection connection, long id) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement("SELECT version FROM accounts WHERE id = ?")) {
            read.setLong(1, id);
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Reads and changes a row, if its version is unchanged. */
    public static void changeVersion(Connection connection, long id, int amount) throws SQLException {
        changeVersion(connection, id, version(connection, id), amount);
    }

    public static void changeVersion(Connection connection, long id, int version, int amount) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(
                "UPDATE accounts SET amount = ?, version = version + 1 WHERE id = ? AND version = ?")) {
            change.setInt(1, amount);
            change.setLong(2, id);
            change.setInt(3, version);
            if (change.executeUpdate() == 0) {
                throw new IllegalStateException("Account " + id + " is not in version " + version + " any more");
            }
        }
    }

    public static void change(Connection connection, long id, int amount) throws SQLException {
        try (PreparedStatement change =
                connection.prepareStatement("UPDATE accounts SET amount = ?, version = version + 1 WHERE id = ?")) {
            change.setInt(1, amount);
            change.setLong(2, id);
            change.executeUpdate();
        }
    }
}
