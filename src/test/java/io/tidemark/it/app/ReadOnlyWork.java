package io.tidemark.it.app;

import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Read-only transactions of a connection's own, on the server's pools. */
@ApplicationScoped
@RoutedReads
public class ReadOnlyWork {

    @Inject
    @Routed
    DataSource routed;

    public List<String> outcomes(List<String> series) throws SQLException {
        return ReadOnlySeries.outcomes(routed, series);
    }
}
