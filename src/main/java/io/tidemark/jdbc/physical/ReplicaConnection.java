package io.tidemark.jdbc.physical;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import io.tidemark.wal.ReplicaName;
import java.sql.Connection;
import java.util.Optional;

/** A connection to a replica. It is not enlisted in JTA transactions and runs only reads. */
final class ReplicaConnection extends PhysicalConnection {

    private final ReplicaPool pool;

    /** Guarded by this, because another thread may abort the connection while this one returns it. */
    private boolean counted = true;

    /**
     * Wraps a borrowed connection.
     *
     * @param pool counts the read since before it was borrowed, until it is returned
     */
    ReplicaConnection(Connection connection, boolean autoCommit, ReplicaPool pool) {
        super(connection, autoCommit);
        this.pool = pool;
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
    synchronized void returned() {
        if (counted) {
            counted = false;
            pool.readEnded();
        }
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
