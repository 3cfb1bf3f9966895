package io.tidemark.jdbc;

import javax.sql.DataSource;

/**
 * Makes the application's routed data source over a given way to the primary. A service (see
 * {@link java.util.ServiceLoader}) for those whom the server instantiates outside CDI, such as a persistence provider's
 * connection provider.
 */
public interface RoutedDataSources {

    /**
     * A data source that routes like the injected one, and reaches the primary through this one.
     *
     * @throws IllegalStateException if the application has not started yet, or has ended
     */
    RoutedDataSource over(DataSource primary);
}
