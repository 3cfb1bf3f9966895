package io.tidemark.marks;

import io.tidemark.time.Ticker;
import io.tidemark.wal.StateLog;
import java.util.Optional;

/**
 * Whether the store is in use, and what this node owes it.
 *
 * <p>Thread-safe.
 */
final class StoreAvailability {

    private static final System.Logger LOG = System.getLogger(StoreAvailability.class.getName());

    private final StateLog log;
    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean known;
    private volatile int recoveries;
    private long failures;
    private boolean owing;

    /**
     * How things stood when an attempt to use the store again began.
     *
     * @param failures how many there had been
     * @param owing whether a floor is owed
     */
    record Attempt(long failures, boolean owing) {}

    StoreAvailability(Ticker ticker) {
        this.log = new StateLog(LOG, "The store of marks", ticker);
    }

    /** Whether it is known that the store can be used, or that it cannot. */
    boolean known() {
        return known;
    }

    /** Why the store is not used at the moment; empty if it is. */
    Optional<String> problem() {
        return problem;
    }

    /** How often it has come back into use. */
    int recoveries() {
        return recoveries;
    }

    /** The store answered; whether it may be used again is another matter. */
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

    /** The store's floor is lower than it must be. */
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

    /** The attempt failed. */
    synchronized void attemptFailed(String why) {
        unusable(why);
    }

    /** The attempt succeeded, and paid what was owed. Back in use, unless something failed since it began. */
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
