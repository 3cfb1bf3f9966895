package io.tidemark.load.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.service.UnknownUnwrapTypeException;
import org.hibernate.service.spi.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * Provides Hibernate with connections to the server that {@link SplitFilter} has chosen for the request. {@link Way} is the
 * product that separates reads and writes.
 */
public final class SplitConnections implements ConnectionProvider, Configurable {

    private static final long serialVersionUID = 1;

    private transient @Nullable DataSource primary;
    private transient @Nullable Way way;

    /** A way to use one of two servers. */
    private interface Way {
        Connection connection() throws SQLException;
    }

    @Override
    public void configure(Map<String, Object> settings) {
        DataSource given = (DataSource) Objects.requireNonNull(settings.get(AvailableSettings.JAKARTA_JTA_DATASOURCE));
        primary = given;
        way = switch (String.valueOf(settings.get("load.way"))) {
            case "pools" -> pools(given, replica());
            case "set-read-only" -> () -> readOnly(given.getConnection(), SplitFilter.isOnReplica());
            case "sharding-sphere" -> shardingSphere(given);
            default -> throw new IllegalArgumentException("No such way: " + settings.get("load.way"));
        };
    }

    private static Way pools(DataSource primary, DataSource replica) {
        return () -> SplitFilter.isOnReplica() ? replica.getConnection() : primary.getConnection();
    }

    /** Returns the connection after it says whether it is read-only, which is the signal for AWS' wrapper. */
    private static Connection readOnly(Connection connection, boolean wanted) throws SQLException {
        if (connection.isReadOnly() != wanted) {
            connection.setReadOnly(wanted);
        }
        return connection;
    }

    private static Way shardingSphere(DataSource primary) {
        DataSource split = ShardingSphereSplit.over(primary, replica());
        return split::getConnection;
    }

    // The benchmark has no wiring but this.
    @SuppressWarnings("BanJNDI")
    static DataSource replica() {
        try {
            return (DataSource) new InitialContext().lookup("jdbc/replica");
        } catch (NamingException payara) {
            return replicaOfWildFly();
        }
    }

    @SuppressWarnings("BanJNDI")
    private static DataSource replicaOfWildFly() {
        try {
            return (DataSource) new InitialContext().lookup("java:/jdbc/replica");
        } catch (NamingException missing) {
            throw new IllegalStateException("There is no data source of the replica", missing);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        return Objects.requireNonNull(way).connection();
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
            return type.cast(primary);
        }
        throw new UnknownUnwrapTypeException(type);
    }
}
