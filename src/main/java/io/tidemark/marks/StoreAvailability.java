package io.tidemark.marks;

import io.tidemark.time.Ticker;
import io.tidemark.wal.StateLog;
import java.util.Optional;

/** The availability of the store to this node, and the floor that this node owes it. Thread-safe. */
final class StoreAvailability {

    private static final System.Logger LOG = System.getLogger(StoreAvailability.class.getName());

    private final StateLog log;
    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean known;
    private volatile int recoveries;
    private long failures;
    private boolean owing;

    /**
     * The state at the start of an attempt to use the store again.
     *
     * @param failures the number of failures so far
     * @param owing whether a floor is owed
     */
    record Attempt(long failures, boolean owing) {}

    StoreAvailability(Ticker ticker) {
        this.log = new StateLog(LOG, "The store of marks", ticker);
    }

    /** Whether the store has answered or failed yet. */
    boolean known() {
        return known;
    }

    /** Returns the reason why the store is not used; empty if it is used. */
    Optional<String> problem() {
        return problem;
    }

    /** Returns the number of times that the store has come back into use. */
    int recoveries() {
        return recoveries;
    }

    /** Notes an answer of the store. It does not end an outage. */
    void answered() {
        if (!known) {
            known = true;
        }
    }

    synchronized void failed(String why) {
        failures++;
        unusable(why);
    }

    private void unusable(String why) {
        known = true;
        problem = Optional.of(why);
        log.unusable(why);
    }

    /** Notes that the store's floor is lower than it must be. */
    synchronized void oweFloor(String why) {
        owing = true;
        failed(why);
    }

    synchronized boolean owing() {
        return owing;
    }

    synchronized Attempt attempt() {
        return new Attempt(failures, owing);
    }

    /** Notes that the attempt failed. */
    synchronized void attemptFailed(String why) {
        unusable(why);
    }

    /**
     * Notes that the attempt succeeded and raised the floor that was owed. The store is in use again, unless something
     * failed since the attempt began.
     */
    synchronized void usableAgain(Attempt attempt) {
        if (failures == attempt.failures()) {
            owing = false;
            known = true;
            problem = Optional.empty();
            recoveries++;
            log.usable("answers.");
        }
    }
}
