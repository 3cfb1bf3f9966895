package io.tidemark.it.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** An application that sends its reads to a replica without regard to its own writes. */
record Orders(DataSource writes, DataSource reads) {

    static final String TABLE = "CREATE TABLE IF NOT EXISTS orders (customer text NOT NULL, item text NOT NULL)";

    void place(String customer, String item) throws SQLException {
        try (Connection connection = writes.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO orders (customer, item) VALUES (?, ?)")) {
            insert.setString(1, customer);
            insert.setString(2, item);
            insert.executeUpdate();
        }
    }

    int count(String customer) throws SQLException {
        try (Connection connection = reads.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT count(*) FROM orders\nWHERE customer = ?")) {
            query.setString(1, customer);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** {@return the first column of the first row of a query on the replica} */
    String ask(String sql) throws SQLException {
        try (Connection connection = reads.getConnection();
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
