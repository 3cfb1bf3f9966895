package io.tidemark.eclipselink;

import java.util.Optional;
import org.eclipse.persistence.internal.queries.ContainerPolicy;
import org.eclipse.persistence.queries.DataReadQuery;
import org.eclipse.persistence.queries.DatabaseQuery;
import org.eclipse.persistence.queries.ReadAllQuery;
import org.eclipse.persistence.queries.ScrollableCursorPolicy;
import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;

/**
 * Keeps EclipseLink's reads on the primary while a transaction commits, and lets read-only cursors use a replica.
 *
 * <p>Entity listeners may read during the flush of the commit, and the result may decide about the commit. The
 * transaction therefore stays on the primary from the beginning of its completion. This takes no connection.
 * {@code LockModeType.OPTIMISTIC} does not depend on it: EclipseLink verifies a version by an {@code UPDATE}.
 *
 * <p>EclipseLink requests updatable rows for each scrollable cursor, but never updates one. Updatable rows would count
 * as a write. Thread-safe.
 */
final class RoutedSessionListener extends SessionEventAdapter {

    private final EclipseLinkDataSource source;

    RoutedSessionListener(EclipseLinkDataSource source) {
        this.source = source;
    }

    @Override
    public void preCommitUnitOfWork(SessionEvent event) {
        source.stayOnPrimary();
    }

    @Override
    public void preExecuteQuery(SessionEvent event) {
        container(event.getQuery())
                .filter(ScrollableCursorPolicy.class::isInstance)
                .map(ScrollableCursorPolicy.class::cast)
                .ifPresent(cursor -> cursor.setResultSetConcurrency(ScrollableCursorPolicy.CONCUR_READ_ONLY));
    }

    private static Optional<ContainerPolicy> container(DatabaseQuery query) {
        if (query instanceof ReadAllQuery entities) {
            return Optional.ofNullable(entities.getContainerPolicy());
        }
        return query instanceof DataReadQuery data ? Optional.ofNullable(data.getContainerPolicy()) : Optional.empty();
    }
}
