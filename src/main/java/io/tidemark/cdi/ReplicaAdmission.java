package io.tidemark.cdi;

import io.tidemark.jdbc.Admission;
import io.tidemark.postgres.ReplicaConnections;
import io.tidemark.routing.Decision;
import java.sql.Connection;
import java.sql.SQLException;

/** A read is admitted on what the connection's server is known, or tells, to have replayed. */
record ReplicaAdmission(ReplicaConnections connections) implements Admission {

    @Override
    public boolean admits(Connection borrowed, Decision decision) throws SQLException {
        return connections.suffices(borrowed, decision.required());
    }

    @Override
    public boolean stillAdmits(Connection held, Decision decision) throws SQLException {
        return connections.stillSuffices(held, decision.required());
    }
}
