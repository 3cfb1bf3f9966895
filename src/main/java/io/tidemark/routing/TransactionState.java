package io.tidemark.routing;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

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

    private final WriteRecorder recorder;
    private final Set<String> callers = new LinkedHashSet<>();
    private boolean onPrimary;
    private boolean watched;
    private boolean commitTried;
    private boolean learned;

    TransactionState(WriteRecorder recorder) {
        this.recorder = recorder;
    }

    /** Whether a statement of the transaction went to the primary, so that the others must follow. */
    synchronized boolean onPrimary() {
        return onPrimary;
    }

    synchronized void sentToPrimary() {
        onPrimary = true;
    }

    /**
     * Notes on whose behalf something was done that may be written only later, when nobody knows any more who that was: by
     * the flush at the commit. If the transaction turns out to write, the mark of everyone who acted is raised, since one
     * too many only costs a read on the primary.
     */
    synchronized void acted(String caller) {
        callers.add(caller);
    }

    /** Whether the transaction's end is watched for this. */
    synchronized boolean watched() {
        return watched;
    }

    synchronized void watching() {
        watched = true;
    }

    /** Notes a write. */
    synchronized void wrote(Optional<String> caller) {
        onPrimary = true;
        caller.ifPresent(callers::add);
    }

    /** The primary's state was seen: by a read there, or because it refused a write. */
    synchronized void learned() {
        learned = true;
    }

    /** The transaction manager is about to try a commit. */
    public synchronized void completing() {
        commitTried = true;
    }

    /**
     * The transaction is over. Returns when the marks are stored or owed. A rollback that was asked for leaves no mark;
     * one that came instead of a commit does, since a commit whose answer was lost may look like it. So does one after
     * something was learned: it may be the reason for the rollback, such as a version that is not the one that was read,
     * and whoever tries again on that account must not read what is older.
     */
    public void completed(Outcome outcome) {
        Set<String> wrote;
        synchronized (this) {
            if (outcome == Outcome.ROLLED_BACK && !commitTried && !learned) {
                return;
            }
            wrote = Set.copyOf(callers);
        }
        wrote.forEach(recorder::ended);
    }
}
