package io.tidemark.jdbc;

import io.tidemark.routing.Routing;
import io.tidemark.sql.Classifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The life of one routed connection: its statements, the end of the transaction of its own that may be open, what is asked
 * of a physical connection past the routing, and the end.
 *
 * <p>Used by one thread at a time, but for {@link #abort}.
 */
final class Session {

    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    private final Servers servers;
    private final Course course;
    private final Classifier classifier;
    private final Escapes escapes;
    private final TransactionControl transactions;
    private final List<RoutedStatement> statements = new ArrayList<>(2);

    private volatile boolean closed;
    private boolean released;

    Session(DataSource primary, Supplier<Optional<DataSource>> replica, Routing routing, Classifier classifier) {
        this.servers = new Servers(primary, replica, this::closeStatementsOn);
        this.course = new Course(routing, servers);
        this.classifier = classifier;
        this.escapes = new Escapes(course);
        this.transactions = new TransactionControl(course, servers, escapes);
    }

    Course course() {
        return course;
    }

    Settings settings() {
        return course.readiness().settings();
    }

    Classifier classifier() {
        return classifier;
    }

    Escapes escapes() {
        return escapes;
    }

    TransactionControl transactions() {
        return transactions;
    }

    void open(RoutedStatement statement) {
        statements.add(statement);
    }

    void forget(RoutedStatement statement) {
        int last = statements.lastIndexOf(statement);
        if (last >= 0) {
            statements.remove(last);
        }
    }

    private void closeStatementsOn(Physical physical) throws SQLException {
        Closing closing = new Closing();
        for (RoutedStatement statement : statements) {
            closing.step(() -> statement.leave(physical));
        }
        closing.done();
    }

    // What is asked of a connection itself, past the routing

    /** Asks what opens no transaction: the primary, or the connection that the open transaction is on. */
    <T> T describe(Call<T> call) throws SQLException {
        return call.of(course.forDescription());
    }

    /** Asks what may send a statement, and so open a transaction that others then belong to. */
    <T> T ask(Call<T> call) throws SQLException {
        return call.of(course.forCall());
    }

    /** Hands out something that can write past us: from here on, everything may have been a write. */
    Physical escape() throws SQLException {
        Physical physical = course.forCall();
        escapes.now(physical);
        return physical;
    }

    boolean isValid(int timeoutSeconds) throws SQLException {
        if (closed) {
            return false;
        }
        for (Physical physical : servers.bound()) {
            if (!physical.connection().isValid(timeoutSeconds)) {
                return false;
            }
        }
        return true;
    }

    List<Physical> bound() {
        return servers.bound();
    }

    /** Refuses to change what holds for a whole transaction. */
    void checkBetweenTransactions(String property) throws SQLException {
        if (course.local() != null) {
            throw Refusal.inTransaction(property);
        }
    }

    // The end

    boolean isClosed() {
        return closed;
    }

    void checkOpen() throws SQLException {
        if (closed) {
            throw Refusal.closedConnection();
        }
    }

    void close() throws SQLException {
        if (released) {
            return;
        }
        boolean aborted = closed;
        closed = true;
        released = true;
        Closing closing = new Closing();
        List<RoutedStatement> left = List.copyOf(statements);
        statements.clear();
        for (RoutedStatement statement : left) {
            closing.step(statement::close);
        }
        LocalTransaction open = course.local();
        if (open != null && !open.onReplica()) {
            closing.step(open::rollback);
        }
        course.over();
        servers.giveBack(closing, course.jta());
        escapes.end();
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
    void abort(Executor executor) throws SQLException {
        if (!closed) {
            closed = true;
            servers.abort(executor);
        }
    }
}
