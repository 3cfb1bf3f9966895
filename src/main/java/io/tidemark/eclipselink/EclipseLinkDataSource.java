package io.tidemark.eclipselink;

import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.persistence.LazyRouting;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The routed data source, replaced by the primary's data source until the application has started.
 *
 * <p>EclipseLink connects during its start, before the application exists. These connections lead to the primary, and
 * are opened at their first use: without database detection and DDL, the start needs no server. After the application
 * has started, every connection is routed. Thread-safe.
 */
final class EclipseLinkDataSource implements DataSource {

    private final LazyRouting routing;

    EclipseLinkDataSource(LazyRouting routing) {
        this.routing = routing;
    }

    /** Calls {@link RoutedDataSource#stayOnPrimary}. Without a routed data source every read is on the primary. */
    void stayOnPrimary() {
        routing.made().ifPresent(RoutedDataSource::stayOnPrimary);
    }

    /** Keeps a finding about the persistence unit for the status. */
    void found(String finding) {
        routing.found(finding);
    }

    @Override
    public Connection getConnection() throws SQLException {
        RoutedDataSource routed;
        try {
            routed = routing.routed();
        } catch (IllegalStateException notStarted) {
            return StartupConnection.to(routing.primary());
        }
        return routed.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return routing.routed().getConnection(user, password);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : routing.routed().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || routing.routed().isWrapperFor(type);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return routing.primary().getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        routing.primary().setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        routing.primary().setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return routing.primary().getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return routing.primary().getParentLogger();
    }
}
