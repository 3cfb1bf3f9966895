package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import java.sql.Connection;
import java.util.Optional;

/** A connection to the primary, in the JTA transaction under which it was obtained, or in none. */
final class PhysicalPrimary extends Physical {

    private final Optional<Object> transaction;
    private final PrimaryPool pool;
    private Optional<Backend> backend = Optional.empty();
    private boolean backendAsked;

    /**
     * @param pool knows the server that it leads to
     */
    PhysicalPrimary(Connection connection, boolean autoCommit, Optional<Object> transaction, PrimaryPool pool) {
        super(connection, autoCommit);
        this.transaction = transaction;
        this.pool = pool;
    }

    @Override
    Route route() {
        return Route.PRIMARY;
    }

    @Override
    Optional<Object> transaction() {
        return transaction;
    }

    @Override
    Optional<Backend> backend() {
        if (!backendAsked) {
            backend = pool.backend(connection());
            backendAsked = true;
        }
        return backend;
    }
}
