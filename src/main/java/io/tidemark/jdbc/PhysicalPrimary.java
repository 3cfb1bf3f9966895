package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import java.sql.Connection;
import java.util.Optional;

/** A connection to the primary, in the JTA transaction under which it was obtained, or in none. */
final class PhysicalPrimary extends Physical {

    private final Optional<Object> transaction;
    private final Admission admission;
    private Optional<Backend> backend = Optional.empty();
    private boolean backendAsked;

    /**
     * @param admission knows where it leads
     */
    PhysicalPrimary(Connection connection, boolean autoCommit, Optional<Object> transaction, Admission admission) {
        super(connection, autoCommit);
        this.transaction = transaction;
        this.admission = admission;
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
            backend = admission.backend(connection());
            backendAsked = true;
        }
        return backend;
    }
}
