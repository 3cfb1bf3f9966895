package io.tidemark.persistence;

import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.jdbc.RoutedDataSources;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/**
 * The routed data source over the container's, made at its first use: a persistence unit is deployed before the rest of the
 * application has started. Thread-safe.
 */
public final class LazyRouting {

    private final DataSource primary;
    private volatile Optional<RoutedDataSource> made = Optional.empty();

    /**
     * A routed data source that is not made yet.
     *
     * @param primary the data source that the container gave to the persistence provider. One that is looked up does not
     *     do: Payara enlists its connections by the component invocation, whose transaction is already gone when a provider
     *     flushes at commit, and the flushed statements would commit one by one
     */
    public LazyRouting(DataSource primary) {
        this.primary = primary;
    }

    public DataSource primary() {
        return primary;
    }

    /** The routed data source if it has been used. */
    public Optional<RoutedDataSource> made() {
        return made;
    }

    /**
     * The routed data source.
     *
     * @throws IllegalStateException if the application has not started yet, or has ended
     */
    public RoutedDataSource routed() {
        Optional<RoutedDataSource> known = made;
        if (known.isPresent()) {
            return known.get();
        }
        RoutedDataSource first = service(RoutedDataSources.class).over(primary);
        made = Optional.of(first);
        return first;
    }

    /** The rules of this application, which are read before it starts. */
    public static PersistenceUnitRules rules() {
        return service(PersistenceUnitRulesSource.class).rules();
    }

    private static <T> T service(Class<T> type) {
        return ServiceLoader.load(type, LazyRouting.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No service " + type.getName()
                        + " was found; expected the whole of Tidemark's library in the application"));
    }
}
