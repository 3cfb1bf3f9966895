package io.tidemark.jdbc;

import io.tidemark.Route;
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
abstract class Session extends OpenStatements implements Connection {

    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    private final Course course;

    /** Made with the first call about transactions, or escape: most sessions have none. */
    private @Nullable TransactionControl transactions;

    private volatile boolean closed;
    private boolean released;

    Session(Parts parts) {
        this.course = new Course(parts, this);
    }

    final Course course() {
        return course;
    }

    private ReadyServers servers() {
        return course.servers();
    }

    final Settings settings() {
        return servers().settings();
    }

    final <T> void set(Setting<T> setting, @Nullable T value) {
        servers().set(setting, value);
    }

    final Classifier classifier() {
        return servers().parts().classifier();
    }

    final Escapes escapes() {
        return transactions().escapes();
    }

    final TransactionControl transactions() {
        TransactionControl known = transactions;
        if (known == null) {
            known = new TransactionControl(course);
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

    final boolean hasEscaped() {
        return transactions != null && transactions.escapes().any();
    }

    // What is asked of a connection itself, past the routing

    /** A property that can be set, as it was before that; see {@link Inquiry#initial}. */
    final <T> T initial(Object question, Call<T> call) throws SQLException {
        checkOpen();
        return new Inquiry(this).initial(question, call);
    }

    /** A property of driver and database that nothing changes; see {@link Inquiry#fixed}. */
    final <T> T fixed(Object question, Call<T> call) throws SQLException {
        checkOpen();
        return new Inquiry(this).fixed(question, call);
    }

    /** A question that holds no connection; see {@link Inquiry#once}. */
    final <T> T once(Call<T> call) throws SQLException {
        checkOpen();
        return new Inquiry(this).once(call);
    }

    /** The connection for what stays bound to one: of the open transaction, else the primary's. */
    final Physical described() throws SQLException {
        checkOpen();
        // What has escaped may have begun a transaction, which must not be committed by turning auto-commit on.
        return hasEscaped() ? course.forCall() : course.forDescription();
    }

    /** Rows that describe the database, as this session sees it. They keep their connection until they are closed. */
    final ResultSet describedRows(Call<ResultSet> call) throws SQLException {
        checkOpen();
        Physical on = new Inquiry(this).forRows();
        DescribedRows rows = new DescribedRows(call.of(on), on, this);
        open(rows);
        return rows;
    }

    /** Rows that describe the database were closed. */
    final void closed(DescribedRows rows) {
        forget(rows);
        if (course.local() == null) {
            servers().restPrimary();
        }
    }

    @Override
    public final boolean uses(Physical physical) {
        return (physical.route() == Route.PRIMARY && hasEscaped()) || super.uses(physical);
    }

    @Override
    public final void begins(Physical physical) throws SQLException {
        if (transactions != null) {
            transactions.begins(physical);
        }
    }

    /** Hands out something that can write past us: from here on, everything may have been a write. */
    final Physical escape() throws SQLException {
        checkOpen();
        Physical physical = course.forCall();
        escapes().now(physical);
        return physical;
    }

    /** Whether the server answers to which the next read would be sent. False, and no exception, if none can be reached. */
    @Override
    public final boolean isValid(int timeoutSeconds) throws SQLException {
        StatementSettings.notNegative("timeout", timeoutSeconds);
        return !closed && new Inquiry(this).valid(timeoutSeconds);
    }

    final List<Physical> bound() {
        return servers().bound();
    }

    /** Refuses to change what holds for a whole transaction. */
    final void checkBetweenTransactions(String property) throws SQLException {
        if (course.local() != null || (transactions != null && transactions.isBegun())) {
            throw Refusal.inTransaction(property);
        }
    }

    // The end

    @Override
    public final boolean isClosed() {
        return closed;
    }

    final void checkOpen() throws SQLException {
        if (closed) {
            throw Refusal.closedConnection();
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
        Closing closing = new Closing();
        closeAll(closing);
        LocalTransaction open = course.local();
        if (open != null && !open.onReplica()) {
            closing.step(open::rollback);
        }
        course.over();
        servers().giveBack(closing, course.jta());
        if (transactions != null) {
            transactions.escapes().end();
        }
        if (aborted) {
            afterAbort(closing);
        } else {
            closing.done();
        }
    }

    /** The connections were broken on purpose; that they cannot be restored is no news. */
    private static void afterAbort(Closing closing) {
        try {
            closing.done();
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Closed after abort", broken);
        }
    }

    /** Breaks the connections. The transaction's outcome is told by its own thread, which may be committing. */
    @Override
    public final void abort(Executor executor) throws SQLException {
        if (!closed) {
            closed = true;
            servers().abort(executor);
        }
    }
}
