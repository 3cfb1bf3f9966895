package com.example.waiting;

import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Counts the entries of the guestbook, with several limits of the wait for a replica. */
@ApplicationScoped
@RoutedReads
public class Waits {

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

    @RoutedReads(waitMillis = 0)
    int atOnce() throws SQLException {
        return count();
    }

    @RoutedReads(waitMillis = 1000)
    int forASecond() throws SQLException {
        return count();
    }

    @RoutedReads(waitMillis = 10_000)
    int forTenSeconds() throws SQLException {
        return count();
    }
}
