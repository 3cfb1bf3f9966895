package com.example.doors;

import io.tidemark.Routed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads passwords as its caller wants it: it has no annotation. */
@ApplicationScoped
public class Passwords {

    @Inject
    @Routed
    DataSource source;

    public Optional<String> of(String name) {
        try (Connection connection = source.getConnection();
                PreparedStatement read = connection.prepareStatement("SELECT password FROM members WHERE name = ?")) {
            read.setString(1, name);
            try (ResultSet row = read.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
