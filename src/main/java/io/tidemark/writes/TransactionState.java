package io.tidemark.writes;

import io.tidemark.wal.Backend;
import io.tidemark.writes.Write.Lost;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The routing state of a JTA transaction: whether it must stay on the primary, and the callers who wrote in it.
 *
 * <p>Thread-safe, because a transaction manager may complete the transaction on another thread.
 */
public final class TransactionState {

    /** The end of a transaction. */
    public enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        /** Unknown: a heuristic outcome, or a transaction manager that does not report it. */
        UNKNOWN
    }

    private final TransactionWrites writes;

    private CustomSettings settings = CustomSettings.NONE;
    private boolean onPrimary;
    private boolean wouldBeOnPrimary;
    private boolean watched;
    private boolean commitTried;
    private boolean observed;
    private boolean rollbackOnly;

    /**
     * Creates the state of a transaction without statements.
     *
     * @param recorder records its writes
     * @param callerNow the caller on the current thread; does not throw
     */
    public TransactionState(WriteRecorder recorder, Supplier<Optional<String>> callerNow) {
        this.writes = new TransactionWrites(recorder, callerNow);
    }

    /** Whether a statement of the transaction went to the primary, so that the others must follow. */
    public synchronized boolean onPrimary() {
        return onPrimary;
    }

    /**
     * Whether routing would keep the transaction on the primary: like {@link #onPrimary}, but without the reads that run
     * there only because of shadow mode.
     */
    public synchronized boolean wouldBeOnPrimary() {
        return wouldBeOnPrimary;
    }

    /** Notes that a statement of the transaction goes to the primary. */
    public synchronized void sentToPrimary() {
        onPrimary = true;
        wouldBeOnPrimary = true;
    }

    /** Notes that a read goes to the primary only because of shadow mode. */
    public synchronized void shadowReadOnPrimary() {
        onPrimary = true;
    }

    /** Returns the custom settings that the transaction made, for connections that do not have them yet. */
    public synchronized CustomSettings settings() {
        return settings;
    }

    /** Replaces the custom settings. */
    public synchronized void keep(CustomSettings kept) {
        settings = kept;
    }

    /**
     * Notes a caller whose work may be written only later, by the flush at the commit, when the caller is no longer
     * known. If the transaction writes, the marks of all noted callers are raised. One too many only costs reads on the
     * primary.
     */
    public synchronized void actedFor(String caller) {
        writes.add(caller);
    }

    /** Whether the completion of the transaction is observed. */
    public synchronized boolean watched() {
        return watched;
    }

    /** Notes that the completion is observed. */
    public synchronized void watching() {
        watched = true;
    }

    /**
     * Notes that the transaction can only roll back, and that its completion is not observed: its writes need no mark.
     */
    public synchronized void rollbackOnly() {
        rollbackOnly = true;
    }

    /**
     * Begins a write of this caller, if any, and of this request's client. The returned object affects all callers of
     * the transaction. The outcome comes from the transaction, not from the returned object.
     */
    public synchronized Write beginWrite(
            Optional<String> caller, Optional<ClientPosition> client, Optional<UnclaimedWrites> unclaimed) {
        sentToPrimary();
        if (rollbackOnly) {
            return Write.untracked();
        }
        writes.with(caller, client, unclaimed);
        return new InTransaction();
    }

    /** Notes that the transaction has observed the primary: by a read there, or by a refused write. */
    public synchronized void observedPrimary() {
        observed = true;
    }

    private synchronized boolean hasObservedPrimary() {
        return observed;
    }

    private synchronized boolean commitTried() {
        return commitTried;
    }

    /**
     * Prepares for the commit. Waits until the store holds the pending entries.
     *
     * @throws WriteRefused if the transaction must be rolled back instead
     */
    public void beforeCompletion() {
        writes.beforeCommit();
        synchronized (this) {
            commitTried = true;
        }
    }

    /**
     * Handles the outcome. Returns when the marks are stored or owed.
     *
     * <p>A rollback that was asked for raises no mark. A rollback instead of an attempted commit is in doubt: a commit
     * whose answer was lost looks the same, and may still be in flight. A rollback after the transaction has observed
     * the primary raises the mark. The observation may be its reason, such as a newer version of an entity, and a retry
     * must not read an older state.
     */
    public void afterCompletion(Outcome outcome) {
        boolean takenBack = outcome == Outcome.ROLLED_BACK && !commitTried();
        if (outcome == Outcome.COMMITTED || (takenBack && hasObservedPrimary())) {
            writes.afterCommit();
        } else if (takenBack) {
            writes.afterRollback();
        } else {
            writes.outcomeUnknown(Lost.COMMIT);
        }
    }

    private final class InTransaction implements Write {

        @Override
        public void joinedBy(
                Optional<String> caller, Optional<ClientPosition> client, Optional<UnclaimedWrites> unnamed) {}

        @Override
        public void beforeStatement(Optional<Backend> backend) {
            writes.beforeStatement(backend);
            if (commitTried()) {
                // The transaction is already completing, so nothing else waits for the announcement.
                beforeCommit();
            }
        }

        @Override
        public void beforeCommit() {
            writes.beforeCommit();
        }

        @Override
        public void afterCommit() {}

        @Override
        public void afterRollback() {}

        @Override
        public void outcomeUnknown(Lost what) {}
    }
}
