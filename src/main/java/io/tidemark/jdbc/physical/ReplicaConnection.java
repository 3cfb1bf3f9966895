package io.tidemark.jdbc.physical;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import io.tidemark.wal.ReplicaName;
import java.sql.Connection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection to a replica. It is not enlisted in JTA transactions and runs only reads. */
final class ReplicaConnection extends PhysicalConnection {

    private final ReplicaPool pool;

    /** Atomic for an abort, which another thread may call while this one returns the connection. */
    private final AtomicBoolean counted = new AtomicBoolean(true);

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
    void returned() {
        if (counted.compareAndSet(true, false)) {
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
