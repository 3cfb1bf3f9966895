package io.tidemark.jdbc.physical;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import io.tidemark.wal.ReplicaName;
import java.sql.Connection;
import java.util.Optional;

/** A connection to a replica. It is not enlisted in JTA transactions and runs only reads. */
final class ReplicaConnection extends PhysicalConnection {

    private final ReplicaPool pool;

    /**
     * Wraps a borrowed connection.
     *
     * @param pool counts it as in use until it is returned
     */
    ReplicaConnection(Connection connection, boolean autoCommit, ReplicaPool pool) {
        super(connection, autoCommit);
        this.pool = pool;
        pool.readBegins();
    }

    @Override
    public Route route() {
        return Route.REPLICA;
    }

    @Override
    public Optional<ReplicaName> replica() {
        return Optional.of(pool.name());
    }

    @Override
    void returned() {
        pool.readEnded();
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
