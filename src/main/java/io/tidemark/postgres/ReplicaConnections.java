package io.tidemark.postgres;

import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.ReplicaState;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.ServerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Checks that the server behind a pooled connection of the replica covers the position that a read requires.
 *
 * <p>Before the first read on a physical connection, one query returns the identity and the replay position of its server.
 * Later reads find both in memory, and query again only if the known position does not cover the required one. The answer
 * holds for all connections to that server. The same query sets the limit for lock waits on the connection. Thread-safe.
 */
public final class ReplicaConnections {

    private static final System.Logger LOG = System.getLogger(ReplicaConnections.class.getName());

    private final ReplicaWatch watch;
    private final int timeoutMillis;
    private final String question;
    private final DriverConnections<ServerId> known = new DriverConnections<>();

    /**
     * Reports each answer to the watch.
     *
     * @param timeout the limit for the answer of a server
     * @param bound the limit for lock waits, set with each query
     */
    public ReplicaConnections(ReplicaWatch watch, Duration timeout, LockTimeout bound) {
        this.watch = watch;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
        this.question = SystemSql.qualified(bound.in(PostgresReplica.IDENTITY_AND_POSITION));
    }

    /** The watch of the replica. */
    ReplicaWatch watch() {
        return watch;
    }

    /**
     * True if the server behind the connection is eligible and covers the position.
     *
     * @param borrowed a connection that was just borrowed
     * @throws SQLException if the connection is lost
     */
    public boolean covers(Connection borrowed, Optional<Position> required) throws SQLException {
        Object identity = known.identity(borrowed);
        if (isKnownToCover(identity, required)) {
            return true;
        }
        boolean covers = ask(borrowed, identity, required);
        if (!borrowed.getAutoCommit()) {
            // The query has begun a transaction, which must end before the reader's begins. A rollback would undo the
            // limit.
            borrowed.commit();
        }
        return covers;
    }

    /** The same for a connection that has been in use. Queries the server only in auto-commit mode. */
    public boolean stillCovers(Connection held, Optional<Position> required) throws SQLException {
        Object identity = known.identity(held);
        return isKnownToCover(identity, required) || (held.getAutoCommit() && ask(held, identity, required));
    }

    /**
     * True if the clock of the server behind the connection permits a read that depends on the time.
     *
     * @param covering a connection whose server covers the position
     * @throws SQLException if the connection is lost
     */
    public boolean permitsClock(Connection covering, Position required) throws SQLException {
        Optional<ServerId> server = known.of(known.identity(covering));
        // The pool may hide the driver's connections. If one server is known, all of them lead to it.
        Optional<ReplicaState> state =
                server.isPresent() || watch.leadsElsewhere() ? server.flatMap(watch::of) : Optional.of(watch.state());
        return state.isPresent() && watch.permitsClock(state.get(), required);
    }

    private boolean isKnownToCover(Object identity, Optional<Position> required) {
        Optional<ServerId> server = known.of(identity);
        if (server.isEmpty()) {
            return false;
        }
        Optional<ReplicaState> state = watch.of(server.get());
        return state.isPresent() && state.get().covers(required);
    }

    private boolean ask(Connection on, Object identity, Optional<Position> required) throws SQLException {
        long asked = watch.now();
        try {
            PositionReading reading = TimedConnection.askOn(on, timeoutMillis, this::identifiedWithCollations);
            known.remember(identity, reading.server());
            return watch.identified(asked, reading).covers(required);
        } catch (ServerFault unfit) {
            LOG.log(System.Logger.Level.DEBUG, "A connection of the replica: {0}", unfit.getMessage());
            return false;
        }
    }

    private PositionReading identifiedWithCollations(Connection on) throws SQLException, ServerFault {
        PositionReading reading = identified(on);
        return watch.needsCollations(reading.server()) ? reading.with(CollationQuery.on(on)) : reading;
    }

    private PositionReading identified(Connection on) throws SQLException, ServerFault {
        try (PreparedStatement asking = on.prepareStatement(question);
                ResultSet row = asking.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("The server did not tell who it is");
            }
            PositionReading reading = PostgresReplica.reading(row);
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "A connection leads to {0}, at {1}",
                    reading.server(),
                    reading.position());
            return reading;
        }
    }
}
