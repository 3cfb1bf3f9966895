package io.tidemark.jdbc;

import io.tidemark.routing.Routing;
import io.tidemark.sql.Classifier;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The life of one routed connection: its statements, the end of the transaction of its own that may be open, what is asked
 * of a physical connection past the routing, and the end.
 *
 * <p>Used by one thread at a time, but for {@link #abort}.
 */
final class Session extends OpenStatements {

    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    private final RoutedConnection connection;
    private final Servers servers;
    private final Course course;
    private final Classifier classifier;

    /** Made with the first escape, or end of a transaction: most sessions have none. */
    private @Nullable Escapes escapes;

    private volatile boolean closed;
    private boolean released;

    Session(
            DataSource primary,
            Supplier<Optional<DataSource>> replica,
            Admission admission,
            Routing routing,
            Classifier classifier) {
        this.connection = new RoutedConnection(this);
        this.servers = new Servers(primary, replica, admission, this);
        this.course = new Course(routing, servers);
        this.classifier = classifier;
    }

    /** JDBC's face of it. */
    RoutedConnection connection() {
        return connection;
    }

    Course course() {
        return course;
    }

    Settings settings() {
        return course.readiness().settings();
    }

    <T> void set(Setting<T> setting, @Nullable T value) {
        course.readiness().set(setting, value);
    }

    Classifier classifier() {
        return classifier;
    }

    Escapes escapes() {
        Escapes known = escapes;
        if (known == null) {
            known = new Escapes(course);
            escapes = known;
        }
        return known;
    }

    TransactionControl transactions() {
        return new TransactionControl(course, servers, escapes());
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
        escapes().now(physical);
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
        closeAll(closing);
        LocalTransaction open = course.local();
        if (open != null && !open.onReplica()) {
            closing.step(open::rollback);
        }
        course.over();
        servers.giveBack(closing, course.jta());
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
    void abort(Executor executor) throws SQLException {
        if (!closed) {
            closed = true;
            servers.abort(executor);
        }
    }
}
