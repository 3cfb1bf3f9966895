package com.example.members;

import io.tidemark.Reason;
import io.tidemark.RouteDecision;
import io.tidemark.Routed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Reads without an annotation, and returns the reason for the route. */
@ApplicationScoped
public class Reads {

    @Inject
    @Routed
    DataSource source;

    private volatile Reason last = Reason.NOT_ROUTED;

    void routed(@Observes RouteDecision decision) {
        last = decision.reason();
    }

    public String reason() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM members")) {
            row.next();
            return last.toString();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
