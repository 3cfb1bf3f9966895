package com.example.members;

import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The members' passwords and tokens in the database. */
@ApplicationScoped
@RoutedReads
public class Members {

    @Inject
    @Routed
    DataSource source;

    public Optional<String> password(String name) {
        return one("SELECT password FROM members WHERE name = ?", name);
    }

    public Optional<String> remembered(String token) {
        return one("SELECT name FROM members WHERE token = ?", token);
    }

    public void change(String name, String password) {
        write("UPDATE members SET password = ? WHERE name = ?", password, name);
    }

    public void remember(String name, String token) {
        write("UPDATE members SET token = ? WHERE name = ?", token, name);
    }

    public void forget(String token) {
        write("UPDATE members SET token = NULL WHERE token = ?", token);
    }

    private Optional<String> one(String sql, String key) {
        try (Connection connection = source.getConnection();
                PreparedStatement read = connection.prepareStatement(sql)) {
            read.setString(1, key);
            try (ResultSet row = read.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void write(String sql, String... values) {
        try (Connection connection = source.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setString(i + 1, values[i]);
            }
            update.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
