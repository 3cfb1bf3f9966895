package io.tidemark.hibernate;

import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.persistence.LazyRouting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.hibernate.HibernateException;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.service.UnknownUnwrapTypeException;
import org.hibernate.service.spi.Configurable;
import org.hibernate.service.spi.Stoppable;

/**
 * Provides Hibernate with connections of the routed data source. Configure it in {@code persistence.xml} as
 * {@code hibernate.connection.provider_class}, together with {@code <jta-data-source>}.
 *
 * <p>It reaches the primary through the data source that the container passes to Hibernate, instead of a JNDI look-up.
 * Payara enlists a connection of a looked-up data source by the component invocation, whose transaction is already gone
 * when Hibernate flushes at commit. The flushed statements would then commit one by one.
 *
 * <p>Queries that Hibernate makes while it builds its session factory, such as for the dialect, run before the
 * application has started, and go to the primary unrouted. Every other connection contacts a server only at its first
 * statement. The application therefore deploys without any server if {@code hibernate.boot.allow_jdbc_metadata_access}
 * is off. In JTA, Hibernate takes and returns a connection per statement. Thread-safe once configured.
 */
public final class RoutedConnectionProvider implements ConnectionProvider, Configurable, Stoppable {

    private static final long serialVersionUID = 1L;

    private transient volatile Optional<LazyRouting> routing = Optional.empty();
    private transient volatile boolean sessionFactoryMade;

    @Override
    public void configure(Map<String, Object> settings) {
        Object given = settings.get(AvailableSettings.JAKARTA_JTA_DATASOURCE);
        if (!(given instanceof DataSource source)) {
            throw new HibernateException("The routed connection provider needs the primary's data source from the"
                    + " container, but got " + given + "; name it as <jta-data-source> in persistence.xml");
        }
        routing = Optional.of(new LazyRouting(source));
    }

    /**
     * Releases the application. If the WAR contains Hibernate, objects that outlive a redeployment may hold this
     * provider.
     */
    @Override
    public void stop() {
        routing = Optional.empty();
    }

    private LazyRouting routing() {
        return routing.orElseThrow(() -> new HibernateException("The session factory has been closed"));
    }

    /** Called by {@link RoutedSessionFactoryIntegrator}. From now on every statement belongs to the application. */
    void sessionFactoryMade() {
        sessionFactoryMade = true;
    }

    /** Keeps a finding about the persistence unit for the status. */
    void found(String finding) {
        routing.ifPresent(known -> known.found(finding));
    }

    /** The commit of this thread's transaction begins. Reads from here on decide whether it may succeed. */
    void completing() {
        // Without a routed data source every read is on the primary.
        routing.flatMap(LazyRouting::made).ifPresent(RoutedDataSource::stayOnPrimary);
    }

    /** The transaction of this thread fails because a version was stale. */
    void versionRefused() {
        routing.flatMap(LazyRouting::made).ifPresent(RoutedDataSource::versionRefused);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return source().getConnection();
    }

    private DataSource source() {
        try {
            return routing().routed();
        } catch (IllegalStateException noApplication) {
            // From here on, an unrouted write would leave no mark.
            if (sessionFactoryMade) {
                throw noApplication;
            }
            return routing().primary();
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return true;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this) || type.equals(DataSource.class);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type.equals(DataSource.class)) {
            return type.cast(routing().routed());
        }
        throw new UnknownUnwrapTypeException(type);
    }
}
