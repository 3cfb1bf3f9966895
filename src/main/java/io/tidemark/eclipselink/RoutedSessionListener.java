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
 * Keeps the reads that EclipseLink makes while a transaction commits on the primary, and the cursors that only read off it.
 *
 * <p>Listeners of entities may read at the flush of the commit, and the outcome decides about the commit. So the
 * transaction stays on the primary from the moment at which its completion begins. This takes no connection.
 * {@code LockModeType.OPTIMISTIC} needs none of it: EclipseLink verifies a version by an {@code UPDATE}.
 *
 * <p>EclipseLink asks for updatable rows for each scrollable cursor, and never updates one. Updatable rows would count as a
 * write. Thread-safe.
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
