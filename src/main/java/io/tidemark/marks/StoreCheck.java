package io.tidemark.marks;

import io.tidemark.marks.MarkStore.Condition;
import io.tidemark.telemetry.Telemetry.FloorCause;
import io.tidemark.time.Ticker;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import io.tidemark.wal.ServerFault;
import java.util.Optional;

/** Checks every bucket of a store, and raises a missing floor. Used by one thread. */
final class StoreCheck {

    private static final System.Logger LOG = System.getLogger(StoreCheck.class.getName());

    private final MarkStore store;
    private final FloorRaiser floorRaiser;
    private final StoreClock clock;
    private final Ticker ticker;
    private Optional<String> known = Optional.empty();

    StoreCheck(MarkStore store, FloorRaiser floorRaiser, StoreClock clock, Ticker ticker) {
        this.store = store;
        this.floorRaiser = floorRaiser;
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * The result of a check.
     *
     * @param unsafe the reason why the store may lose marks at any time; empty if it may not
     * @param clockWasSet whether marks may have expired too early
     * @param raised the floor, if one was raised
     */
    record Found(Optional<String> unsafe, boolean clockWasSet, Optional<Position> raised) {}

    /** Whether a bucket has a floor for the cluster. Raises none. */
    boolean hasFloor(ClusterId cluster) throws StoreUnavailable {
        for (int bucket = 0; bucket < store.buckets(); bucket++) {
            if (store.check(cluster, bucket).floor()) {
                return true;
            }
        }
        return false;
    }

    Found check(ClusterId cluster) throws StoreUnavailable, ServerFault {
        Optional<String> unsafe = Optional.empty();
        boolean stepped = false;
        Optional<Position> raised = Optional.empty();
        for (int bucket = 0; bucket < store.buckets(); bucket++) {
            long asked = ticker.nanos();
            Condition condition = store.check(cluster, bucket);
            stepped |= clock.stepped(bucket, asked, condition.time(), ticker.nanos());
            if (!condition.floor()) {
                raised = Optional.of(floorRaiser.raise(cluster, bucket, FloorCause.MISSING));
            }
            unsafe = unsafe.or(condition::unsafe);
        }
        if (unsafe.isPresent() && !unsafe.equals(known)) {
            LOG.log(System.Logger.Level.WARNING, "The store of marks may lose them: {0}", unsafe.get());
        }
        known = unsafe;
        return new Found(unsafe, stepped, raised);
    }
}
