package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.PrimaryPool;
import io.tidemark.jdbc.physical.ReplicaPool;
import io.tidemark.jdbc.physical.RoutedPools;
import io.tidemark.routing.Routing;
import io.tidemark.sql.Classifier;
import io.tidemark.time.Ticker;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose connections send each statement to the primary or to a replica. The server is chosen when the statement
 * is executed.
 *
 * <p>Properties of a connection or statement that are set before that (isolation, read-only, fetch size, parameters, …) are
 * recorded, and applied to the physical connection that the statement runs on. A changed physical connection is restored before
 * it is returned to its pool.
 *
 * <p>Therefore {@link #getConnection()} needs no server. The same holds for preparing a statement, setting its parameters, and
 * closing a connection that ran no statement. A mistake in the SQL text or in a parameter shows when the statement is executed,
 * not when it is prepared.
 *
 * <p>A metadata call holds no physical connection either. A connection to the primary is never held while a replica's pool is
 * waited for, so that small pools do not deadlock.
 *
 * <p>All data sources behind it are connection pools. The primary's takes part in JTA, the replicas' do not. In JTA, the
 * physical connection to the primary belongs to the transaction in which it was borrowed, and is exchanged when another
 * transaction is current. Outside JTA, a local transaction is never split. It runs on the primary, or, if the connection was set
 * read-only first, as a whole on the server that its first statement was routed to.
 *
 * <p>It gives no benefit to code that unwraps the driver's connection or updates rows through result sets: such code uses the primary
 * from then on. It errs towards the primary, which runs every statement that is not proved to be a read. Thread-safe, but its
 * connections are not.
 */
public final class RoutedDataSource implements DataSource {

    private final RoutedParts parts;
    private volatile boolean ended;

    /**
     * A data source over a pool of the primary and one of each replica.
     *
     * @param replicas none counts as a replica that failed
     */
    public RoutedDataSource(PrimaryPool primary, List<ReplicaPool> replicas, Routing routing, Classifier classifier) {
        this(primary, replicas, routing, classifier, StatementObservers.NONE);
    }

    /**
     * A data source whose statements are observed.
     *
     * @param replicas none counts as a replica that failed
     */
    public RoutedDataSource(
            PrimaryPool primary,
            List<ReplicaPool> replicas,
            Routing routing,
            Classifier classifier,
            StatementObservers observers) {
        this(new RoutedParts(new RoutedPools(primary, replicas, routing), classifier, observers, Ticker.SYSTEM));
    }

    RoutedDataSource(RoutedParts parts) {
        this.parts = parts;
    }

    /**
     * Keeps the rest of this thread's JTA transaction on the primary, as if one of its statements had run there. Borrows no
     * connection. Has no effect outside a JTA transaction.
     */
    public void stayOnPrimary() {
        parts.routing().stayOnPrimary();
    }

    /**
     * Records that this thread's JTA transaction is rolled back because the primary has a newer version of a row than the one
     * that was read. Its caller's next reads include that version.
     */
    public void versionRefused() {
        parts.routing().versionRefused();
    }

    /**
     * Records the end of the application. From here on, {@link #getConnection()} returns connections of the primary's pool. Only
     * a persistence provider that drops its schema still borrows them, and it has no caller.
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
