package io.tidemark.jdbc;

import io.tidemark.routing.Routing;
import io.tidemark.routing.Write;
import io.tidemark.sql.Classifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
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
final class Session {

    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    /** Something of JDBC that is asked of a physical connection. */
    interface Call<T> {
        T on(Connection connection) throws SQLException;
    }

    private final Servers servers;
    private final Course course;
    private final List<RoutedStatement> statements = new ArrayList<>(2);

    /** The application holds something of the driver that can write past us. */
    private boolean escaped;

    private volatile boolean closed;
    private boolean released;

    Session(DataSource primary, Supplier<Optional<DataSource>> replica, Routing routing, Classifier classifier) {
        this.servers = new Servers(primary, replica, this::closeStatementsOn);
        this.course = new Course(routing, classifier, servers);
    }

    Course course() {
        return course;
    }

    Settings settings() {
        return course.settings();
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
        return call(call, course.forDescription());
    }

    /** Asks what may send a statement, and so open a transaction that others then belong to. */
    <T> T ask(Call<T> call) throws SQLException {
        return call(call, course.forCall());
    }

    private static <T> T call(Call<T> call, Physical physical) throws SQLException {
        try {
            return call.on(physical.connection());
        } catch (RuntimeException thrown) {
            throw Causes.revealed(thrown);
        }
    }

    /** Hands out something that can write past us: from here on, everything may have been a write. */
    Physical escape() throws SQLException {
        Physical physical = course.forCall();
        escaped();
        return physical;
    }

    /** A statement that runs as a write leaves something behind that can write later. */
    void escapes() {
        escaped = true;
    }

    private void escaped() {
        escaped = true;
        LocalTransaction open = course.local();
        if (open == null) {
            course.write().ended();
        } else if (!open.onReplica()) {
            Write known = open.write();
            open.escapes(known != null ? known : course.write());
        }
    }

    /** What escaped has written until now in auto-commit mode, if anything, is covered from here on. */
    void cover() {
        if (escaped && course.local() == null) {
            course.write().ended();
        }
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

    // The transaction of the connection's own

    boolean autoCommit() {
        return course.autoCommit() && course.jta().isEmpty();
    }

    void autoCommit(boolean wanted) throws SQLException {
        if (inJta()) {
            byContainer("set auto-commit", c -> c.setAutoCommit(wanted));
            return;
        }
        if (wanted && !course.autoCommit()) {
            commit();
        }
        course.autoCommit(wanted);
    }

    void commit() throws SQLException {
        if (inJta()) {
            byContainer("commit", Connection::commit);
            return;
        }
        LocalTransaction ending = ending("commit");
        if (ending != null) {
            end(ending, LocalTransaction::commit);
        }
    }

    void rollback() throws SQLException {
        if (inJta()) {
            byContainer("roll back", Connection::rollback);
            return;
        }
        LocalTransaction ending = ending("roll back");
        if (ending != null) {
            end(ending, LocalTransaction::rollback);
        }
    }

    /** One way to end a transaction. */
    private interface End {
        void of(LocalTransaction transaction) throws SQLException;
    }

    private void end(LocalTransaction ending, End end) throws SQLException {
        try {
            end.of(ending);
        } catch (SQLException failure) {
            ReplicaFailure what = ReplicaFailure.of(failure);
            if (!ending.onReplica() || what.fault().isEmpty()) {
                throw failure;
            }
            // It wrote nothing, and what it read has been read: that the replica was lost since is nobody's failure.
            course.ended(what, Causes.why(failure));
        }
        course.over();
    }

    /** Takes back a part of the open transaction. */
    void rollback(Savepoint savepoint) throws SQLException {
        Physical physical = course.forCall();
        call(
                c -> {
                    c.rollback(savepoint);
                    return true;
                },
                physical);
        physical.rolledBack();
    }

    private boolean inJta() {
        return course.local() == null && course.jta().isPresent();
    }

    /** The server that runs the transaction has its own words for it, if there is a connection to refuse it. */
    private void byContainer(String verb, Setting.Undo refused) throws SQLException {
        Optional<Physical> bound = servers.boundPrimary(course.jta());
        if (bound.isEmpty()) {
            throw Refusal.byContainer(verb);
        }
        refused.on(bound.get().connection());
    }

    /** The transaction to end; none if no statement has begun one. */
    private @Nullable LocalTransaction ending(String verb) throws SQLException {
        if (course.local() == null && course.autoCommit()) {
            throw Refusal.noTransaction(verb);
        }
        if (course.local() == null && escaped) {
            // What escaped may have begun one on the primary, and written in it.
            course.forCall();
            escaped();
        }
        return course.local();
    }

    Savepoint savepoint(Call<Savepoint> set) throws SQLException {
        if (course.local() == null && course.autoCommit() && course.jta().isEmpty()) {
            throw Refusal.noTransaction("set a savepoint");
        }
        return ask(set);
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
        cover();
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
