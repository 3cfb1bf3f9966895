package com.example.kiosk;

import io.tidemark.Freshness;
import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Counts and adds papers. It leaves every failure to the server. */
@ApplicationScoped
@RoutedReads
public class Papers {

    @Inject
    @Routed
    DataSource source;

    public int count() throws SQLException {
        return count(source);
    }

    @RoutedReads(Freshness.EVENTUAL)
    public int countOfAnyTime() throws SQLException {
        return count(source);
    }

    public void add() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO entries DEFAULT VALUES");
        }
    }

    static int count(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM entries")) {
            row.next();
            return row.getInt(1);
        }
    }
}
