package io.tidemark.jdbc;

import java.util.Optional;
import javax.sql.DataSource;

/**
 * Makes the application's routed data source over a given data source of the primary. A service (see
 * {@link java.util.ServiceLoader}) for classes that the application server instantiates outside CDI, such as a persistence
 * provider's connection provider.
 */
public interface RoutedDataSources {

    /**
     * A data source that routes like the injected one, and borrows connections to the primary from the given one.
     *
     * @param finding a problem of the persistence unit that uses it, with its remedy
     * @throws IllegalStateException if the application has not started yet, or has ended
     */
    RoutedDataSource over(DataSource primary, Optional<String> finding);
}
