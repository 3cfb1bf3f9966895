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
 * The life of one routed connection: its statements, the end of the transaction of its own that may be open, what is asked
 * of a physical connection past the routing, and the end.
 *
 * <p>Used by one thread at a time, but for {@link #abort}.
 */
abstract class ConnectionLifecycle extends OpenStatements implements Connection {

    private static final System.Logger LOG = System.getLogger(ConnectionLifecycle.class.getName());

    private final StatementRouter router;

    /** Made with the first call about transactions, or escape: most sessions have none. */
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

    /** The text of a statement has ended the open transaction. */
    final void endedByText() {
        if (transactions != null) {
            transactions.endedByText();
        }
    }

    final boolean hasUnwrappedHandles() {
        return transactions != null && transactions.unwrappedHandles().any();
    }

    // What is asked of a connection itself, past the routing

    /** A property that can be set, as it was before that; see {@link MetadataQuery#initial}. */
    final <T> T poolDefault(Object question, ConnectionCall<T> call) throws SQLException {
        checkOpen();
        return new MetadataQuery(this).poolDefault(question, call);
    }

    /** A property of driver and database that nothing changes; see {@link MetadataQuery#fixed}. */
    final <T> T constant(Object question, ConnectionCall<T> call) throws SQLException {
        checkOpen();
        return new MetadataQuery(this).constant(question, call);
    }

    /** A question that holds no connection; see {@link MetadataQuery#once}. */
    final <T> T uncached(ConnectionCall<T> call) throws SQLException {
        checkOpen();
        return new MetadataQuery(this).uncached(call);
    }

    /** The connection for what stays bound to one: of the open transaction, else the primary's. */
    final PhysicalConnection forMetadata() throws SQLException {
        checkOpen();
        // What has escaped may have begun a transaction, which must not be committed by turning auto-commit on.
        return hasUnwrappedHandles() ? router.forCall() : router.forMetadata();
    }

    /** Rows that describe the database, as this session sees it. They keep their connection until they are closed. */
    final ResultSet metadataRows(ConnectionCall<ResultSet> call) throws SQLException {
        checkOpen();
        PhysicalConnection on = new MetadataQuery(this).forRows();
        MetadataResultSet rows = new MetadataResultSet(call.of(on), on, this);
        open(rows);
        return rows;
    }

    /** Rows that describe the database were closed. */
    final void closed(MetadataResultSet rows) {
        forget(rows);
        if (router.localTransaction() == null) {
            connections().restPrimary();
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

    /** Hands out something that can write past us: from here on, everything may have been a write. */
    final PhysicalConnection handOut() throws SQLException {
        checkOpen();
        PhysicalConnection physical = router.forCall();
        unwrappedHandles().mayWriteNow(physical);
        return physical;
    }

    /** Whether the server answers to which the next read would be sent. False, and no exception, if none can be reached. */
    @Override
    public final boolean isValid(int timeoutSeconds) throws SQLException {
        StatementSettings.notNegative("timeout", timeoutSeconds);
        return !closed && new MetadataQuery(this).valid(timeoutSeconds);
    }

    final List<PhysicalConnection> bound() {
        return connections().bound();
    }

    /** Refuses to change what holds for a whole transaction. */
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

    /** The connections were broken on purpose; that they cannot be restored is no news. */
    private static void afterAbort(Closer closer) {
        try {
            closer.done();
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Closed after abort", broken);
        }
    }

    /** Breaks the connections. The transaction's outcome is told by its own thread, which may be committing. */
    @Override
    public final void abort(Executor executor) throws SQLException {
        if (!closed) {
            closed = true;
            connections().abort(executor);
        }
    }
}
