package io.tidemark.jdbc.physical;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import java.sql.Connection;
import java.util.Optional;

/** A connection to a replica. It is not enlisted in JTA transactions and runs only reads. */
final class ReplicaConnection extends PhysicalConnection {

    ReplicaConnection(Connection connection, boolean autoCommit) {
        super(connection, autoCommit);
    }

    @Override
    public Route route() {
        return Route.REPLICA;
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
