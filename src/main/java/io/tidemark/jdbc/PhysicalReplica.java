package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import java.sql.Connection;
import java.util.Optional;

/** A connection to a replica, which takes no part in JTA and writes nothing. */
final class PhysicalReplica extends Physical {

    PhysicalReplica(Connection connection, boolean autoCommit) {
        super(connection, autoCommit);
    }

    @Override
    Route route() {
        return Route.REPLICA;
    }

    @Override
    Optional<Object> transaction() {
        return Optional.empty();
    }

    @Override
    Optional<Backend> backend() {
        return Optional.empty();
    }
}
