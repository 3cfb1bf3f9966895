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
 * Gives Hibernate the connections of the routed data source. To be named in {@code persistence.xml} as
 * {@code hibernate.connection.provider_class}, beside {@code <jta-data-source>}.
 *
 * <p>The primary is reached through the data source that the container hands to Hibernate, not through one that is looked
 * up: Payara enlists a connection of the latter by the component invocation, whose transaction is already gone when
 * Hibernate flushes at commit, and the flushed statements would commit one by one.
 *
 * <p>What Hibernate asks while it makes its session factory, such as for the dialect, comes before the application is
 * there, and goes to the primary unrouted. No other connection touches a server before its first statement, so that no
 * server is needed to deploy where {@code hibernate.boot.allow_jdbc_metadata_access} is off. Hibernate takes one
 * connection per statement in JTA, and returns it after it. Thread-safe once configured.
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

    /** Lets go of the application: Hibernate, where the WAR has it, may be held by what outlives a redeployment. */
    @Override
    public void stop() {
        routing = Optional.empty();
    }

    private LazyRouting routing() {
        return routing.orElseThrow(() -> new HibernateException("The session factory has been closed"));
    }

    /** Told by {@link RoutedSessionFactoryIntegrator}: from now on every statement is the application's. */
    void sessionFactoryMade() {
        sessionFactoryMade = true;
    }

    /** The transaction of this thread begins to commit: what is read from here on decides whether it may. */
    void completing() {
        // Without a routed data source every read is on the primary.
        routing.flatMap(LazyRouting::made).ifPresent(RoutedDataSource::stayOnPrimary);
    }

    /** The transaction of this thread fails because a version was no longer current. */
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
            // Later than this, an unrouted write would leave no mark.
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
