package com.example.club;

import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The members, of whom only the number matters. */
@ApplicationScoped
@RoutedReads
public class Members {

    @Inject
    @Routed
    DataSource source;

    int count() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM entries")) {
            row.next();
            return row.getInt(1);
        }
    }

    void add() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO entries DEFAULT VALUES");
        }
    }

    @Transactional
    void addInTransaction() throws SQLException {
        add();
    }
}
