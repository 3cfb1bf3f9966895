package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.jdbc.physical.Closer;
import io.tidemark.jdbc.physical.ConnectionCall;
import io.tidemark.jdbc.physical.ConnectionProperties;
import io.tidemark.jdbc.physical.ConnectionProperty;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.jdbc.physical.ReadyConnections;
import io.tidemark.sql.Classifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle of one routed connection: its open statements, its local transaction, calls on a physical connection outside
 * the routing, and its end. {@link RoutedConnection} adds the delegates of JDBC.
 *
 * <p>Used by one thread at a time, except for {@link #abort}.
 */
abstract class ConnectionLifecycle extends OpenStatements implements Connection {

    private static final System.Logger LOG = System.getLogger(ConnectionLifecycle.class.getName());

    private final StatementRouter router;

    /** Created with the first call about transactions or the first unwrapped handle: most connections need none. */
    private @Nullable TransactionControl transactions;

    private volatile boolean closed;
    private boolean released;

    ConnectionLifecycle(RoutedParts parts) {
        this.router = new StatementRouter(parts, this);
    }

    final StatementRouter router() {
        return router;
    }

    private ReadyConnections connections() {
        return router.connections();
    }

    final ConnectionProperties properties() {
        return connections().properties();
    }

    final <T> void set(ConnectionProperty<T> setting, @Nullable T value) {
        connections().set(setting, value);
    }

    final Classifier classifier() {
        return router.parts().classifier();
    }

    final UnwrappedHandles unwrappedHandles() {
        return transactions().unwrappedHandles();
    }

    final TransactionControl transactions() {
        TransactionControl known = transactions;
        if (known == null) {
            known = new TransactionControl(router);
            transactions = known;
        }
        return known;
    }

    /** Records that the SQL text of a statement has ended the local transaction. */
    final void endedByText() {
        if (transactions != null) {
            transactions.endedByText();
        }
    }

    final boolean hasUnwrappedHandles() {
        return transactions != null && transactions.unwrappedHandles().any();
    }

    // Calls on a connection, outside the routing

    /** The value of a property that was not set; see {@link MetadataQuery#poolDefault}. */
    final <T> T poolDefault(Object question, ConnectionCall<T> call) throws SQLException {
        checkOpen();
        return new MetadataQuery(this).poolDefault(question, call);
    }

    /** A constant property of driver and database; see {@link MetadataQuery#constant}. */
    final <T> T constant(Object question, ConnectionCall<T> call) throws SQLException {
        checkOpen();
        return new MetadataQuery(this).constant(question, call);
    }

    /** A query that holds no connection; see {@link MetadataQuery#uncached}. */
    final <T> T uncached(ConnectionCall<T> call) throws SQLException {
        checkOpen();
        return new MetadataQuery(this).uncached(call);
    }

    /** The connection for objects that stay bound to it: of the local transaction, or else of the primary. */
    final PhysicalConnection forMetadata() throws SQLException {
        checkOpen();
        // An unwrapped handle may have begun a transaction, and turning auto-commit on would commit it.
        return hasUnwrappedHandles() ? router.forCall() : router.forMetadata();
    }

    /** Rows of metadata, as this connection sees the database. They hold their physical connection until they are closed. */
    final ResultSet metadataRows(ConnectionCall<ResultSet> call) throws SQLException {
        checkOpen();
        PhysicalConnection on = new MetadataQuery(this).forRows();
        MetadataResultSet rows = new MetadataResultSet(call.of(on), on, this);
        open(rows);
        return rows;
    }

    /** Returns the primary's connection, if it can be, after rows of metadata were closed. */
    final void closed(MetadataResultSet rows) {
        forget(rows);
        if (router.localTransaction() == null) {
            connections().returnPrimaryIfFree();
        }
    }

    @Override
    public final boolean uses(PhysicalConnection physical) {
        return (physical.route() == Route.PRIMARY && hasUnwrappedHandles()) || super.uses(physical);
    }

    @Override
    public final void beforeTransaction(PhysicalConnection physical) throws SQLException {
        if (transactions != null) {
            transactions.beforeTransaction(physical);
        }
    }

    /** The connection whose driver's object is handed out. From here on, the application may write outside the routing. */
    final PhysicalConnection handOut() throws SQLException {
        checkOpen();
        PhysicalConnection physical = router.forCall();
        unwrappedHandles().mayWriteNow(physical);
        return physical;
    }

    /** True if the server that the next read would be sent to answers. False, without an exception, if none can be reached. */
    @Override
    public final boolean isValid(int timeoutSeconds) throws SQLException {
        StatementSettings.notNegative("timeout", timeoutSeconds);
        return !closed && new MetadataQuery(this).valid(timeoutSeconds);
    }

    final List<PhysicalConnection> bound() {
        return connections().bound();
    }

    /** Throws if a transaction has begun, for properties that are fixed during a transaction. */
    final void checkBetweenTransactions(String property) throws SQLException {
        if (router.localTransaction() != null || (transactions != null && transactions.isBegun())) {
            throw SqlErrors.inTransaction(property);
        }
    }

    // The end

    @Override
    public final boolean isClosed() {
        return closed;
    }

    final void checkOpen() throws SQLException {
        if (closed) {
            throw SqlErrors.closedConnection();
        }
    }

    @Override
    public final void close() throws SQLException {
        if (released) {
            return;
        }
        boolean aborted = closed;
        closed = true;
        released = true;
        Closer closer = new Closer();
        closeAll(closer);
        LocalTransaction open = router.localTransaction();
        if (open != null && !open.onReplica()) {
            closer.step(open::rollback);
        }
        router.forgetLocalTransaction();
        connections().giveBack(closer, router.jtaTransaction());
        if (transactions != null) {
            transactions.unwrappedHandles().connectionClosed();
        }
        if (aborted) {
            afterAbort(closer);
        } else {
            closer.done();
        }
    }

    /** Only logs a failure: connections that were aborted cannot be restored. */
    private static void afterAbort(Closer closer) {
        try {
            closer.done();
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Closed after abort", broken);
        }
    }

    /** Aborts the physical connections. The transaction's own thread, which may be committing, reports its outcome. */
    @Override
    public final void abort(Executor executor) throws SQLException {
        if (!closed) {
            closed = true;
            connections().abort(executor);
        }
    }
}
