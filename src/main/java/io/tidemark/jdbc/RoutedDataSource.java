package io.tidemark.jdbc;

import io.tidemark.routing.Routing;
import io.tidemark.sql.Classifier;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Placeholder of the signature; see the package. */
public final class RoutedDataSource {
    public RoutedDataSource(
            DataSource primary, Supplier<Optional<DataSource>> replica, Routing routing, Classifier classifier) {}
}
