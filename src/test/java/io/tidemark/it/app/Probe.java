package io.tidemark.it.app;

import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import io.tidemark.RoutedWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Reads and writes an account, and returns the value of a read, its route and its caller. */
@ApplicationScoped
@RoutedReads
public class Probe {

    @Inject
    @Routed
    DataSource routed;

    @Inject
    RoutedWork work;

    @Inject
    Decisions decisions;

    /** As text: the amount, the reason, the caller. To be called by one thread at a time. */
    public String read(long id) throws SQLException {
        decisions.forget();
        try (Connection connection = routed.getConnection()) {
            int amount = Jdbc.amount(connection, id);
            List<?> reasons = decisions.reasons();
            return amount + " " + reasons.get(0) + " " + work.caller().orElse("nobody");
        }
    }

    public String change(long id, int amount) throws SQLException {
        try (Connection connection = routed.getConnection()) {
            Jdbc.change(connection, id, amount);
        }
        return "changed";
    }
}
