package io.tidemark.routing;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.util.Optional;

/**
 * A store that is asked by nobody but a single probe from its first failure until it answers again, so that an outage
 * costs one time-out per request that was under way, and nothing afterwards.
 *
 * <p>It also remembers that this node <em>owes</em> the store a mark: one that could not be stored, or whose position
 * could not be read. The debt is paid before the store is used again, by raising the floor to where the primary is then:
 * that covers whatever is missing, of any number of callers. Until then every read of this node that needs the store
 * goes to the primary. Other nodes learn of the write only when the debt is paid; a debt dies with its node.
 *
 * <p>Thread-safe; {@link #probe} is called by one thread.
 */
public final class GuardedStore implements MarkStore {

    private static final System.Logger LOG = System.getLogger(GuardedStore.class.getName());

    private final MarkStore store;
    private final PrimaryWatch primary;
    private final Floor floor;

    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean asked;
    private volatile Optional<Position> lastFloor = Optional.empty();
    private long failures;
    private boolean owing;

    public GuardedStore(MarkStore store, PrimaryWatch primary) {
        this.store = store;
        this.primary = primary;
        this.floor = new Floor(store, primary);
    }

    /** One round trip of the guarded store. */
    private interface Call<T> {
        T make() throws StoreUnavailable;
    }

    @Override
    public Marks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        Marks marks = guard(() -> store.fetch(cluster, caller));
        marks.floor().ifPresent(this::seen);
        return marks;
    }

    @Override
    public void raise(ClusterId cluster, String caller, Position position) throws StoreUnavailable {
        guard(() -> {
            store.raise(cluster, caller, position);
            return position;
        });
    }

    @Override
    public String epoch(ClusterId cluster) throws StoreUnavailable {
        return guard(() -> store.epoch(cluster));
    }

    @Override
    public Position raiseFloor(ClusterId cluster, String epoch, Position position) throws StoreUnavailable {
        Position now = guard(() -> store.raiseFloor(cluster, epoch, position));
        seen(now);
        return now;
    }

    private void seen(Position floorNow) {
        if (!lastFloor.equals(Optional.of(floorNow))) {
            lastFloor = Optional.of(floorNow);
        }
    }

    private <T> T guard(Call<T> call) throws StoreUnavailable {
        Optional<String> known = problem;
        if (known.isPresent()) {
            throw new StoreUnavailable(known.get());
        }
        try {
            T answer = call.make();
            asked = true;
            return answer;
        } catch (StoreUnavailable unavailable) {
            failed(String.valueOf(unavailable.getMessage()));
            throw unavailable;
        }
    }

    /** Notes that a write's mark is not in the store. */
    void owe(String why) {
        synchronized (this) {
            owing = true;
        }
        failed(why);
    }

    private synchronized void failed(String why) {
        failures++;
        unusable(why);
    }

    private synchronized void unusable(String why) {
        Optional<String> before = problem;
        asked = true;
        problem = Optional.of(why);
        if (!problem.equals(before)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    before.isEmpty()
                            ? "The store of marks cannot be used: {0}"
                            : "The store of marks still cannot be used: {0}",
                    why);
        }
    }

    /** Why the store is not used at the moment; empty if it is. */
    public Optional<String> problem() {
        return asked ? problem : Optional.of("It has not been asked yet.");
    }

    /** Whether a write's mark is still missing in the store. */
    public synchronized boolean owes() {
        return owing;
    }

    /** The floor as last seen. */
    public Optional<Position> lastFloor() {
        return lastFloor;
    }

    /** Tries the store if it has not been asked yet, or is not in use, and pays what is owed. Called regularly, by one thread. */
    public void probe() {
        Optional<ClusterId> cluster = primary.cluster();
        if ((asked && problem.isEmpty()) || cluster.isEmpty()) {
            return;
        }
        long before;
        boolean debt;
        synchronized (this) {
            before = failures;
            debt = owing;
        }
        try {
            if (debt) {
                seen(floor.raise(cluster.get()));
            } else {
                store.epoch(cluster.get());
            }
            recovered(before);
        } catch (StoreUnavailable | ServerFault still) {
            unusable(String.valueOf(still.getMessage()));
        } catch (RuntimeException unexpected) {
            // The thread that probes must outlive it, or nobody would ever use the store again.
            unusable(unexpected.toString());
        }
    }

    /** Back in use, unless something failed, and may be owed, since the probe began. */
    private synchronized void recovered(long before) {
        if (failures == before) {
            owing = false;
            asked = true;
            problem = Optional.empty();
            LOG.log(System.Logger.Level.INFO, "The store of marks answers.");
        }
    }
}
