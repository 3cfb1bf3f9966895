package io.tidemark.jdbc;

import io.tidemark.sql.Classifier;
import java.sql.Connection;
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
    private final Classifier classifier;

    /** Made with the first escape, or end of a transaction: most sessions have none. */
    private @Nullable Escapes escapes;

    private volatile boolean closed;
    private boolean released;

    Session(Parts parts) {
        this.course = new Course(parts, this);
        this.classifier = parts.classifier();
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
        return classifier;
    }

    final Escapes escapes() {
        Escapes known = escapes;
        if (known == null) {
            known = new Escapes(course);
            escapes = known;
        }
        return known;
    }

    final boolean hasEscapes() {
        return escapes != null && escapes.any();
    }

    final TransactionControl transactions() {
        return new TransactionControl(course, escapes());
    }

    // What is asked of a connection itself, past the routing

    /** Asks what opens no transaction: the primary, or the connection that the open transaction is on. */
    final <T> T describe(Call<T> call) throws SQLException {
        checkOpen();
        return call.of(course.forDescription());
    }

    /** Asks what may send a statement, and so open a transaction that others then belong to. */
    final <T> T ask(Call<T> call) throws SQLException {
        checkOpen();
        return call.of(course.forCall());
    }

    /** Hands out something that can write past us: from here on, everything may have been a write. */
    final Physical escape() throws SQLException {
        checkOpen();
        Physical physical = course.forCall();
        escapes().now(physical);
        return physical;
    }

    @Override
    public final boolean isValid(int timeoutSeconds) throws SQLException {
        StatementSettings.notNegative("timeout", timeoutSeconds);
        if (closed) {
            return false;
        }
        for (Physical physical : servers().bound()) {
            if (!physical.connection().isValid(timeoutSeconds)) {
                return false;
            }
        }
        return true;
    }

    final List<Physical> bound() {
        return servers().bound();
    }

    /** Refuses to change what holds for a whole transaction. */
    final void checkBetweenTransactions(String property) throws SQLException {
        if (course.local() != null) {
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
        if (escapes != null) {
            escapes.end();
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
