package io.tidemark.routing;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept with a JTA transaction from its first statement on the primary: that it must stay there, and who wrote in
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
    private boolean watched;
    private boolean commitTried;

    TransactionState(WriteRecorder recorder) {
        this.recorder = recorder;
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
        caller.ifPresent(callers::add);
    }

    /** The transaction manager is about to try a commit. */
    public synchronized void completing() {
        commitTried = true;
    }

    /**
     * The transaction is over. Returns when the marks are stored or owed. A rollback that was asked for leaves no mark;
     * one that came instead of a commit does, since a commit whose answer was lost may look like it.
     */
    public void completed(Outcome outcome) {
        Set<String> wrote;
        synchronized (this) {
            if (outcome == Outcome.ROLLED_BACK && !commitTried) {
                return;
            }
            wrote = Set.copyOf(callers);
        }
        wrote.forEach(recorder::ended);
    }
}
