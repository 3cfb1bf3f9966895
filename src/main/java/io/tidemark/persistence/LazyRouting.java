package io.tidemark.persistence;

import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.jdbc.RoutedDataSources;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/**
 * Creates the routed data source over the container's data source at its first use, because the server deploys a
 * persistence unit before the rest of the application has started. Thread-safe.
 */
public final class LazyRouting {

    private final DataSource primary;
    private volatile Optional<RoutedDataSource> made = Optional.empty();
    private volatile Optional<String> finding = Optional.empty();

    /**
     * Prepares a routed data source without creating it.
     *
     * @param primary the data source that the container passed to the persistence provider. A data source from a JNDI
     *     look-up must not be used: Payara enlists its connections by the component invocation, whose transaction is
     *     already gone when a provider flushes at commit, so the flushed statements would commit one by one
     */
    public LazyRouting(DataSource primary) {
        this.primary = primary;
    }

    public DataSource primary() {
        return primary;
    }

    /** Keeps a finding about the persistence unit, which the status shows when the unit has been used. */
    public void found(String text) {
        finding = Optional.of(text);
    }

    /** Returns the routed data source if it has been used. */
    public Optional<RoutedDataSource> made() {
        return made;
    }

    /**
     * Returns the routed data source.
     *
     * @throws IllegalStateException if the application has not started yet, or has ended
     */
    public RoutedDataSource routed() {
        Optional<RoutedDataSource> known = made;
        if (known.isPresent()) {
            return known.get();
        }
        RoutedDataSource first = service(RoutedDataSources.class).over(primary, finding);
        made = Optional.of(first);
        return first;
    }

    /** Returns the rules of this application, which are read before it starts. */
    public static PersistenceUnitRules rules() {
        return service(PersistenceUnitRulesSource.class).rules();
    }

    private static <T> T service(Class<T> type) {
        return ServiceLoader.load(type, LazyRouting.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No service " + type.getName()
                        + " was found; expected the complete Tidemark library in the application"));
    }
}
