package io.tidemark.postgres;

import io.tidemark.wal.Backend;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.Timeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Which server process is behind a pooled connection that is about to write: after a promotion, connections of one pool
 * may lead to two primaries.
 *
 * <p>A physical connection is asked once, on itself; later it costs a look-up. The question belongs to no transaction of
 * the application's, unless one is open already: it would take that one's snapshot, after which {@code SET TRANSACTION} is
 * refused. So the driver's own connection is asked, for an enlisted one of a container cannot leave its transaction. Where
 * a pool hides it, nothing is known in a transaction. Thread-safe.
 */
public final class PrimaryConnections {

    private static final System.Logger LOG = System.getLogger(PrimaryConnections.class.getName());

    private static final String BACKEND = "SELECT " + Lineage.COLUMNS + ", pg_backend_pid()";

    private final PrimaryWatch watch;
    private final PhysicalConnections<Backend> physical = new PhysicalConnections<>("primary");

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
            if (physical.behind(pooled) instanceof Connection own) {
                own.abort(Runnable::run);
            }
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Breaking a connection: {0}", broken.toString());
        }
    }

    /** The process, or nothing if it is not known. Never throws: what is wrong shows when the connection writes. */
    public Optional<Backend> behind(Connection pooled) {
        try {
            Object driver = physical.behind(pooled);
            Optional<Backend> known = physical.known(driver);
            if (known.isPresent()) {
                return known;
            }
            Optional<Backend> told = driver instanceof Connection own ? tell(own) : tellOutside(pooled);
            told.ifPresent(backend -> physical.remember(driver, backend));
            return told;
        } catch (SQLException | RuntimeException unknown) {
            LOG.log(System.Logger.Level.DEBUG, "The server of a connection is not known: {0}", unknown.toString());
            return Optional.empty();
        }
    }

    private static Optional<Backend> tell(Connection own) throws SQLException {
        if (own.getAutoCommit() || isInTransaction(own)) {
            return ask(own);
        }
        own.setAutoCommit(true);
        try {
            return ask(own);
        } finally {
            own.setAutoCommit(false);
        }
    }

    private static Optional<Backend> tellOutside(Connection pooled) throws SQLException {
        return pooled.getAutoCommit() ? ask(pooled) : Optional.empty();
    }

    /** The driver refuses this in a transaction, and else does nothing, as nothing is changed. */
    private static boolean isInTransaction(Connection own) {
        try {
            own.setReadOnly(own.isReadOnly());
            return false;
        } catch (SQLException refused) {
            return true;
        }
    }

    private static Optional<Backend> ask(Connection on) throws SQLException {
        try (PreparedStatement question = on.prepareStatement(BACKEND);
                ResultSet row = question.executeQuery()) {
            row.next();
            Optional<Timeline> written = Lineage.of(row);
            // A server in recovery may become a primary yet: it is asked again.
            return written.isPresent()
                    ? Optional.of(new Backend(written.get(), row.getInt(Lineage.COUNT + 1)))
                    : Optional.empty();
        }
    }
}
