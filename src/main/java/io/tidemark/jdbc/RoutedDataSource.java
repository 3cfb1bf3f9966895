package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.PrimaryPool;
import io.tidemark.jdbc.physical.ReplicaPool;
import io.tidemark.jdbc.physical.RoutedPools;
import io.tidemark.routing.Routing;
import io.tidemark.sql.Classifier;
import io.tidemark.wal.Ticker;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose connections send each statement to the primary or to the replica, chosen when the statement is
 * executed.
 *
 * <p>What is set on a connection or statement before that (isolation, read-only, fetch size, parameters, …) is recorded,
 * and applied to whichever physical connection the statement then runs on; what was changed on a physical connection is
 * restored before it goes back to its pool.
 *
 * <p>Therefore {@link #getConnection()} touches no server, and neither do preparing a statement, setting its parameters,
 * nor closing a connection that ran nothing. A mistake in the SQL text or in a parameter shows when the statement is
 * executed, not when it is prepared.
 *
 * <p>To describe a connection holds no physical connection either. A connection to the primary is never held while the
 * replica's pool is waited for, so that two small pools do not deadlock.
 *
 * <p>It stands outside the pools: both data sources are pools of their own. The primary's takes part in JTA, the
 * replica's does not. In JTA the physical connection to the primary belongs to the transaction under which it was obtained
 * and is exchanged when another one is current. Outside JTA a transaction on the connection is never split: it runs on the
 * primary, or, if the connection was set read-only first, as a whole on the server that its first statement was routed to.
 *
 * <p>It is useless to whoever unwraps the driver's connection or uses updatable result sets: that is the primary from
 * there on. It errs towards the primary: whatever is not proved to be a read goes there. Thread-safe, its connections are
 * not.
 */
public final class RoutedDataSource implements DataSource {

    private final RoutedParts parts;
    private volatile boolean ended;

    /**
     * @param replica empty counts as a replica that failed
     */
    public RoutedDataSource(
            PrimaryPool primary, Optional<ReplicaPool> replica, Routing routing, Classifier classifier) {
        this(new RoutedParts(new RoutedPools(primary, replica, routing), classifier, Ticker.SYSTEM));
    }

    RoutedDataSource(RoutedParts parts) {
        this.parts = parts;
    }

    /**
     * Keeps the rest of this thread's JTA transaction on the primary, as if one of its statements had run there. Takes no
     * connection. Does nothing outside a JTA transaction.
     */
    public void stayOnPrimary() {
        parts.routing().stayOnPrimary();
    }

    /**
     * Notes that this thread's JTA transaction is rolled back because the primary has a newer version than the one that it
     * has read. Its caller's next reads include that version.
     */
    public void versionRefused() {
        parts.routing().versionRefused();
    }

    /**
     * The application has ended: from here on a connection is the primary's own. Whoever still comes is not the application,
     * but a persistence provider that drops its schema, for which there is no caller any more.
     */
    public void end() {
        ended = true;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return ended ? parts.primary().source().getConnection() : new RoutedConnection(parts);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "A routed connection has no user of its own; set user and password on the primary's and the replica's"
                        + " data source");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this)
                ? type.cast(this)
                : parts.primary().source().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || parts.primary().source().isWrapperFor(type);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return parts.primary().source().getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        parts.primary().source().setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        parts.primary().source().setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return parts.primary().source().getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return parts.primary().source().getParentLogger();
    }
}
