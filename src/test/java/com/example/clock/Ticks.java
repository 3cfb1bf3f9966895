package com.example.clock;

import io.tidemark.RouteDecision;
import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Reads, writes, and remembers the routes. */
@ApplicationScoped
@RoutedReads
public class Ticks {

    @Inject
    @Routed
    DataSource source;

    private final List<String> reasons = new CopyOnWriteArrayList<>();

    void routed(@Observes RouteDecision decision) {
        reasons.add(decision.reason().name());
    }

    /** {@return the reasons of a read and of a write after it} */
    public String tick() throws SQLException {
        reasons.clear();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1").close();
            statement.executeUpdate("UPDATE things SET color = color WHERE false");
        }
        return String.join(", ", reasons);
    }
}
