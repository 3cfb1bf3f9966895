package io.tidemark.postgres;

import io.tidemark.wal.Backend;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.Timeline;
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The server process behind each pooled connection of the primary. After a promotion, connections of one pool may lead to two
 * primaries.
 *
 * <p>The first use of a physical connection queries its server. Later uses find the answer in memory. The query must not begin
 * a transaction of the application: it would take the transaction's snapshot, and {@code SET TRANSACTION} would fail. A
 * container does not let an enlisted connection leave its transaction, so the query uses the driver's connection. If the pool
 * hides the driver's connection, the query is part of the transaction, because a write on an unknown server could get a
 * position of another server. Thread-safe.
 */
public final class PrimaryConnections {

    private static final System.Logger LOG = System.getLogger(PrimaryConnections.class.getName());

    private static final String BACKEND = SystemSql.qualified("SELECT " + TimelineQuery.COLUMNS + ", pg_backend_pid()");

    private final PrimaryWatch watch;
    private final DriverConnections<Backend> known = new DriverConnections<>();

    public PrimaryConnections(PrimaryWatch watch) {
        this.watch = watch;
    }

    /**
     * False if the connection leads to a server that was replaced as the primary. The driver's connection is broken then. Has
     * no cost until two primaries have been seen.
     *
     * @param borrowed a connection that was just borrowed
     */
    public boolean leadsToPrimary(Connection borrowed) {
        if (!watch.sawAnother()) {
            return true;
        }
        Optional<Backend> backend = backend(borrowed);
        if (backend.isEmpty() || !watch.isReplaced(backend.get().timeline())) {
            return true;
        }
        breakOff(borrowed);
        return false;
    }

    /** Aborts the driver's connection. After its own abort, Payara hands an enlisted connection out again. */
    private void breakOff(Connection pooled) {
        try {
            known.driver(pooled).orElse(pooled).abort(Runnable::run);
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Breaking a connection: {0}", broken.toString());
        }
    }

    /** Returns the server process, or empty if it is unknown. Throws no exception: a broken connection fails when it writes. */
    public Optional<Backend> backend(Connection pooled) {
        try {
            Object identity = known.identity(pooled);
            Optional<Backend> remembered = known.of(identity);
            if (remembered.isPresent()) {
                return remembered;
            }
            Optional<Connection> driver = known.driver(pooled);
            Optional<Backend> answer = driver.isPresent() ? askOutside(driver.get()) : ask(pooled);
            answer.ifPresent(backend -> known.remember(identity, backend));
            return answer;
        } catch (SQLException | RuntimeException unknown) {
            LOG.log(System.Logger.Level.DEBUG, "The server of a connection is not known: {0}", unknown.toString());
            return Optional.empty();
        }
    }

    private static Optional<Backend> askOutside(Connection driver) throws SQLException {
        if (driver.getAutoCommit() || isInTransaction(driver)) {
            return ask(driver);
        }
        driver.setAutoCommit(true);
        try {
            return ask(driver);
        } finally {
            driver.setAutoCommit(false);
        }
    }

    /** Sets the read-only mode to its present value, which the driver refuses in a transaction and otherwise ignores. */
    private static boolean isInTransaction(Connection driver) {
        try {
            driver.setReadOnly(driver.isReadOnly());
            return false;
        } catch (SQLException | UndeclaredThrowableException refused) {
            return true;
        }
    }

    private static Optional<Backend> ask(Connection on) throws SQLException {
        try (PreparedStatement question = on.prepareStatement(BACKEND);
                ResultSet row = question.executeQuery()) {
            row.next();
            Optional<Timeline> written = TimelineQuery.of(row);
            // A server in recovery may become a primary, so its answer is not kept.
            return written.isPresent()
                    ? Optional.of(new Backend(written.get(), row.getInt(TimelineQuery.COUNT + 1)))
                    : Optional.empty();
        }
    }
}
