package io.tidemark.writes;

import io.tidemark.wal.Backend;
import io.tidemark.writes.Write.Lost;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is kept with a JTA transaction: from its first statement on the primary, that it must stay there; and who wrote in
 * it, for the marks after its end.
 *
 * <p>Thread-safe: a transaction manager may complete it on another thread than the one that worked in it.
 */
public final class TransactionState {

    /** How a transaction ended. */
    public enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        /** Neither is certain: heuristic outcomes, a transaction manager that does not say. */
        UNKNOWN
    }

    private final TransactionWrites writes;

    private CustomSettings settings = CustomSettings.NONE;
    private boolean onPrimary;
    private boolean watched;
    private boolean commitTried;
    private boolean observed;
    private boolean rollbackOnly;

    /**
     * The state of a transaction in which nothing was done yet.
     *
     * @param recorder remembers what is written in it
     * @param callerNow the caller on the current thread; does not throw
     */
    public TransactionState(WriteRecorder recorder, Supplier<Optional<String>> callerNow) {
        this.writes = new TransactionWrites(recorder, callerNow);
    }

    /** Whether a statement of the transaction went to the primary, so that the others must follow. */
    public synchronized boolean onPrimary() {
        return onPrimary;
    }

    /** Notes that a statement of the transaction goes to the primary. */
    public synchronized void sentToPrimary() {
        onPrimary = true;
    }

    /** The custom settings that the transaction made, for connections that do not have them yet. */
    public synchronized CustomSettings settings() {
        return settings;
    }

    /** Keeps these settings in place of those before. */
    public synchronized void keep(CustomSettings kept) {
        settings = kept;
    }

    /**
     * Notes on whose behalf something was done that may be written only later, when nobody knows any more who that was: by
     * the flush at the commit. If the transaction turns out to write, the mark of everyone who acted is raised, since one
     * too many only costs a read on the primary.
     */
    public synchronized void actedFor(String caller) {
        writes.add(caller);
    }

    /** Whether the transaction's end is watched for this. */
    public synchronized boolean watched() {
        return watched;
    }

    /** Its end is watched from now on. */
    public synchronized void watching() {
        watched = true;
    }

    /** It can only be rolled back, and nobody will tell its end: its writes need not be remembered. */
    public synchronized void rollbackOnly() {
        rollbackOnly = true;
    }

    /**
     * A write of that caller, or of nobody, and of that request's client; what is told of it holds for everybody who has acted in the
     * transaction. Its end is told to this state, not to what is returned.
     */
    public synchronized Write beginWrite(
            Optional<String> caller, Optional<ClientPosition> client, Optional<UnclaimedWrites> unclaimed) {
        onPrimary = true;
        if (rollbackOnly) {
            return Write.untracked();
        }
        writes.with(caller, client, unclaimed);
        return new InTransaction();
    }

    /** The primary's state was seen: by a read there, or because it refused a write. */
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
     * The transaction manager is about to try a commit. Waits until the store knows of the writes.
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
     * The transaction is over. Returns when the marks are stored or owed. A rollback that was asked for leaves no mark.
     * One that came instead of a commit is in doubt: a commit whose answer was lost looks like it, and may be under way.
     * One after something was learned raises the mark: what was learned may be its reason, such as a version that is not
     * the one that was read, and whoever tries again on that account must not read what is older.
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
                // The transaction is completing already: nobody will ask for the announcement any more.
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
