package io.tidemark.cdi;

import io.tidemark.jdbc.Admission;
import io.tidemark.postgres.PrimaryConnections;
import io.tidemark.postgres.ReplicaConnections;
import io.tidemark.routing.Decision;
import io.tidemark.wal.Backend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A read is admitted on what the connection's server is known, or tells, to have replayed; a write is told by the process
 * that runs it.
 */
public record PoolAdmission(PrimaryConnections primaries, ReplicaConnections replicas) implements Admission {

    @Override
    public boolean admits(Connection borrowed, Decision decision) throws SQLException {
        return replicas.suffices(borrowed, decision.required()) && permitsClock(borrowed, decision);
    }

    @Override
    public boolean stillAdmits(Connection held, Decision decision) throws SQLException {
        return replicas.stillSuffices(held, decision.required()) && permitsClock(held, decision);
    }

    private boolean permitsClock(Connection admitted, Decision decision) throws SQLException {
        return decision.asks() == Decision.Asks.ROWS
                || decision.required().isEmpty()
                || replicas.permitsClock(admitted, decision.required().get());
    }

    @Override
    public boolean leadsToPrimary(Connection borrowed) {
        return primaries.fit(borrowed);
    }

    @Override
    public Optional<Backend> backend(Connection primary) {
        return primaries.behind(primary);
    }
}
