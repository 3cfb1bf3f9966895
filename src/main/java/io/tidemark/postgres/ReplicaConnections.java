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
 * Whether the server that a pooled connection leads to has what a read must include.
 *
 * <p>A physical connection that is met for the first time is asked, on itself, who it leads to and what that server has
 * replayed, before it serves its first read. Later it costs a look-up, as long as what is known of its server suffices;
 * else it is asked again, which tells all other connections to that server too. The same question bounds how long reads on
 * the connection wait for a lock. Thread-safe.
 */
public final class ReplicaConnections {

    private static final System.Logger LOG = System.getLogger(ReplicaConnections.class.getName());

    private final ReplicaWatch watch;
    private final int timeoutMillis;
    private final String question;
    private final PhysicalConnections<ServerId> physical = new PhysicalConnections<>();

    /**
     * Tells the watch what it learns.
     *
     * @param timeout how long a server may take to answer on a connection
     * @param bound set on each connection that is asked
     */
    public ReplicaConnections(ReplicaWatch watch, Duration timeout, LockTimeout bound) {
        this.watch = watch;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
        this.question = SystemSql.qualified(bound.in(PostgresReplica.IDENTITY_AND_POSITION));
    }

    /**
     * Whether a connection that was just borrowed leads to a server that is fit and has what is required.
     *
     * @throws SQLException if the connection is lost
     */
    public boolean suffices(Connection borrowed, Optional<Position> required) throws SQLException {
        Object behind = physical.behind(borrowed);
        if (known(behind, required)) {
            return true;
        }
        boolean satisfies = ask(borrowed, behind, required);
        if (!borrowed.getAutoCommit()) {
            // The question has opened a transaction, which must not be the reader's. A rollback would undo the bound.
            borrowed.commit();
        }
        return satisfies;
    }

    /** The same for a connection that has been in use; asked only where no transaction can be disturbed. */
    public boolean stillSuffices(Connection held, Optional<Position> required) throws SQLException {
        Object behind = physical.behind(held);
        return known(behind, required) || (held.getAutoCommit() && ask(held, behind, required));
    }

    /**
     * Whether the clock of the server that an admitted connection leads to permits a read that asks for the time and must
     * include that position.
     *
     * @throws SQLException if the connection is lost
     */
    public boolean permitsClock(Connection admitted, Position required) throws SQLException {
        Optional<ServerId> server = physical.known(physical.behind(admitted));
        // A pool that hides its connections: only one server can be meant if no other is known.
        Optional<ReplicaState> state =
                server.isPresent() || watch.leadsElsewhere() ? server.flatMap(watch::of) : Optional.of(watch.state());
        return state.isPresent() && watch.permitsClock(state.get(), required);
    }

    private boolean known(Object behind, Optional<Position> required) {
        Optional<ServerId> server = physical.known(behind);
        if (server.isEmpty()) {
            return false;
        }
        Optional<ReplicaState> state = watch.of(server.get());
        return state.isPresent() && state.get().covers(required);
    }

    private boolean ask(Connection on, Object behind, Optional<Position> required) throws SQLException {
        long asked = watch.now();
        try {
            PositionReading reading = TimedConnection.askOn(on, timeoutMillis, this::identifiedWithCollations);
            physical.remember(behind, reading.server());
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
