package io.tidemark.eclipselink;

import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;

/**
 * Keeps the reads that EclipseLink makes while a transaction commits on the primary.
 *
 * <p>Listeners of entities and private ownership may read at the flush of the commit, and the outcome decides about the
 * commit. So the transaction stays on the primary from the moment at which its completion begins. This takes no connection.
 * {@code LockModeType.OPTIMISTIC} needs none of it: EclipseLink verifies a version by an {@code UPDATE}. Thread-safe.
 */
final class CompletionListener extends SessionEventAdapter {

    private final LateDataSource source;

    CompletionListener(LateDataSource source) {
        this.source = source;
    }

    @Override
    public void preCommitUnitOfWork(SessionEvent event) {
        source.stayOnPrimary();
    }
}
