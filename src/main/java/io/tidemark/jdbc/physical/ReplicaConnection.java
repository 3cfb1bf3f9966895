package io.tidemark.jdbc.physical;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import io.tidemark.wal.ReplicaName;
import java.sql.Connection;
import java.util.Optional;

/** A connection to a replica. It is not enlisted in JTA transactions and runs only reads. */
final class ReplicaConnection extends PhysicalConnection {

    private final Optional<ReplicaName> replica;

    ReplicaConnection(Connection connection, boolean autoCommit, Optional<ReplicaName> replica) {
        super(connection, autoCommit);
        this.replica = replica;
    }

    @Override
    public Route route() {
        return Route.REPLICA;
    }

    @Override
    public Optional<ReplicaName> replica() {
        return replica;
    }

    @Override
    Optional<Object> transaction() {
        return Optional.empty();
    }

    @Override
    public Optional<Backend> backend() {
        return Optional.empty();
    }
}
