package io.tidemark.jdbc.physical;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import io.tidemark.wal.ReplicaName;
import java.sql.Connection;
import java.util.Optional;

/** A connection to the primary. It belongs to the JTA transaction in which it was borrowed, or to no transaction. */
final class PrimaryConnection extends PhysicalConnection {

    private final Optional<Object> transaction;
    private final PrimaryPool pool;
    private Optional<Backend> backend = Optional.empty();
    private boolean backendAsked;

    /**
     * Wraps a borrowed connection.
     *
     * @param transaction the JTA transaction of this thread
     * @param pool the pool, which knows the server behind it
     */
    PrimaryConnection(Connection connection, boolean autoCommit, Optional<Object> transaction, PrimaryPool pool) {
        super(connection, autoCommit);
        this.transaction = transaction;
        this.pool = pool;
    }

    @Override
    public Route route() {
        return Route.PRIMARY;
    }

    @Override
    public Optional<ReplicaName> replica() {
        return Optional.empty();
    }

    @Override
    void returned() {}

    @Override
    Optional<Object> transaction() {
        return transaction;
    }

    @Override
    public Optional<Backend> backend() {
        if (!backendAsked) {
            backend = pool.backend(connection());
            backendAsked = true;
        }
        return backend;
    }
}
