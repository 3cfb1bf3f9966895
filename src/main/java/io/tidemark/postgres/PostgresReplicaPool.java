package io.tidemark.postgres;

import io.tidemark.jdbc.physical.ReplicaPool;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A pool of connections to PostgreSQL's standby, compared by position and, for a read that depends on it, by clock.
 *
 * @param source the pool itself
 * @param connections the server behind each connection
 */
public record PostgresReplicaPool(DataSource source, ReplicaConnections connections) implements ReplicaPool {

    @Override
    public ReplicaName name() {
        return connections.watch().name();
    }

    @Override
    public boolean isEligible() {
        return connections.watch().state().eligible();
    }

    @Override
    public void readBegins() {
        connections.watch().inFlight().begin();
    }

    @Override
    public void readEnded() {
        connections.watch().inFlight().end();
    }

    @Override
    public boolean covers(Connection borrowed, Optional<Position> required, Depends depends) throws SQLException {
        return connections.covers(borrowed, required) && permitsClock(borrowed, required, depends);
    }

    @Override
    public boolean stillCovers(Connection held, Optional<Position> required, Depends depends) throws SQLException {
        return connections.stillCovers(held, required) && permitsClock(held, required, depends);
    }

    private boolean permitsClock(Connection covering, Optional<Position> required, Depends depends)
            throws SQLException {
        return depends == Depends.ON_ROWS || required.isEmpty() || connections.permitsClock(covering, required.get());
    }
}
