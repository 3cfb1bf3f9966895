package io.tidemark.it.app;

import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Any read by plain JDBC, over the server's own pools. */
@ApplicationScoped
@RoutedReads
public class TextReads {

    /** More than the driver runs a statement before it has the server keep a plan for it. */
    private static final int UNTIL_PLANNED = 9;

    @Inject
    @Routed
    DataSource routed;

    /** The number in the first column of the first row. */
    public int first(String sql) throws SQLException {
        try (Connection connection = routed.getConnection();
                PreparedStatement read = connection.prepareStatement(sql)) {
            return number(read);
        }
    }

    /** Runs it in read-only transactions until the server keeps a plan for it, and once more after the change. */
    public void beforeAndAfter(Step change, String sql) throws Exception {
        try (Connection connection = readOnly();
                PreparedStatement read = connection.prepareStatement(sql)) {
            for (int i = 0; i < UNTIL_PLANNED; i++) {
                number(read);
                connection.commit();
            }
            change.run();
            number(read);
            connection.commit();
        }
    }

    /** Runs them in one read-only transaction. */
    public void inOneTransaction(String... texts) throws SQLException {
        try (Connection connection = readOnly()) {
            for (String sql : texts) {
                try (PreparedStatement read = connection.prepareStatement(sql)) {
                    number(read);
                }
            }
            connection.commit();
        }
    }

    private Connection readOnly() throws SQLException {
        Connection connection = routed.getConnection();
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        return connection;
    }

    private static int number(PreparedStatement read) throws SQLException {
        try (ResultSet row = read.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }
}
