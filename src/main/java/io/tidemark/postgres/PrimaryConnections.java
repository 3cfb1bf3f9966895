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
 * The server process behind a pooled connection that is about to write. After a promotion, connections of one pool may lead
 * to two primaries.
 *
 * <p>Each physical connection is asked once, on itself; later it costs a look-up. The question is no part of a transaction
 * of the application that has not begun: it would take the transaction's snapshot, after which {@code SET TRANSACTION} is
 * refused. So the driver's connection is asked outside of it, since an enlisted connection of a container cannot leave its
 * transaction. If the pool hides the driver's connection, the question is sent in the transaction: a write on a server that
 * is not known could be given another server's position. Thread-safe.
 */
public final class PrimaryConnections {

    private static final System.Logger LOG = System.getLogger(PrimaryConnections.class.getName());

    private static final String BACKEND = SystemSql.qualified("SELECT " + TimelineQuery.COLUMNS + ", pg_backend_pid()");

    private final PrimaryWatch watch;
    private final PhysicalConnections<Backend> physical = new PhysicalConnections<>();

    public PrimaryConnections(PrimaryWatch watch) {
        this.watch = watch;
    }

    /**
     * Whether a connection that was just borrowed may be used: it is not known to lead to a server that was replaced. One
     * that may not is broken. Until two primaries have been seen nothing is asked, nor looked up.
     */
    public boolean fit(Connection borrowed) {
        if (!watch.sawAnother()) {
            return true;
        }
        Optional<Backend> backend = behind(borrowed);
        if (backend.isEmpty() || !watch.isReplaced(backend.get().timeline())) {
            return true;
        }
        breakOff(borrowed);
        return false;
    }

    /** The driver's own: an enlisted connection of Payara's survives its own abort, and is given out again. */
    private void breakOff(Connection pooled) {
        try {
            physical.driver(pooled).orElse(pooled).abort(Runnable::run);
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Breaking a connection: {0}", broken.toString());
        }
    }

    /** The process; empty if it is not known. Never throws: a broken connection shows when it writes. */
    public Optional<Backend> behind(Connection pooled) {
        try {
            Object identity = physical.behind(pooled);
            Optional<Backend> known = physical.known(identity);
            if (known.isPresent()) {
                return known;
            }
            Optional<Connection> driver = physical.driver(pooled);
            Optional<Backend> answer = driver.isPresent() ? askOutside(driver.get()) : ask(pooled);
            answer.ifPresent(backend -> physical.remember(identity, backend));
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

    /** The driver refuses this in a transaction, and else does nothing, as nothing is changed. */
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
            // A server in recovery may become a primary yet: it is asked again.
            return written.isPresent()
                    ? Optional.of(new Backend(written.get(), row.getInt(TimelineQuery.COUNT + 1)))
                    : Optional.empty();
        }
    }
}
