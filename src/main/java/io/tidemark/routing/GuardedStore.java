package io.tidemark.routing;

import io.tidemark.routing.StoreSettings.Unsafe;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A store that is asked by nobody but a single probe from its first failure until it answers again, so that an outage
 * costs one time-out per request that was under way, and nothing afterwards.
 *
 * <p>It also remembers that this node <em>owes</em> the store a floor: because a mark could not be stored, or its position
 * could not be read, or because the store's clock was set and marks may have expired too early. The debt is paid before
 * the store is used again, by raising the floor to where the primary is then: that covers whatever is missing, of any
 * number of callers. Until then every read of this node that needs the store goes to the primary. Other nodes learn of it
 * only when the debt is paid; a debt dies with its node.
 *
 * <p>Thread-safe; {@link #probe} is called by one thread.
 */
public final class GuardedStore implements MarkStore {

    private static final System.Logger LOG = System.getLogger(GuardedStore.class.getName());
    private static final String NOT_ASKED = "It has not been asked yet.";
    private static final String UNCHECKED = "The store of marks has not been checked yet.";

    private final MarkStore store;
    private final PrimaryWatch primary;
    private final StoreSettings settings;
    private final Ticker ticker;
    private final Floor floor;
    private final StoreClock clock;

    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean asked;
    private volatile Optional<String> unsafe = Optional.of(UNCHECKED);
    private volatile Optional<Position> lastFloor = Optional.empty();
    private volatile int recoveries;
    private long failures;
    private boolean owing;
    private long checked;

    public GuardedStore(MarkStore store, PrimaryWatch primary, StoreSettings settings, Ticker ticker) {
        this.store = store;
        this.primary = primary;
        this.settings = settings;
        this.ticker = ticker;
        this.floor = new Floor(store, primary);
        this.clock = new StoreClock(settings.clockTolerance());
        this.checked = ticker.nanos() - settings.checks().toNanos();
    }

    /** One round trip of the guarded store. */
    private interface Call<T> {
        T make() throws StoreUnavailable;
    }

    /** One that answers nothing. */
    private interface Command {
        void make() throws StoreUnavailable;
    }

    @Override
    public int buckets() {
        return store.buckets();
    }

    @Override
    public int bucket(String caller) {
        return store.bucket(caller);
    }

    @Override
    public Marks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        if (settings.unsafe() == Unsafe.REFUSE && unsafe.isPresent()) {
            throw new StoreUnavailable(unsafe.get());
        }
        long asked = ticker.nanos();
        Marks marks = guard(() -> store.fetch(cluster, caller));
        if (clock.stepped(store.bucket(caller), asked, marks.time(), ticker.nanos())) {
            throw new StoreUnavailable(oweForTheClock());
        }
        marks.floor().ifPresent(this::seen);
        return marks;
    }

    private String oweForTheClock() {
        String why = "Its clock was set; marks may have expired too early.";
        owe(why);
        return why;
    }

    @Override
    public void pend(ClusterId cluster, String caller, String write, Duration deadline) throws StoreUnavailable {
        command(() -> store.pend(cluster, caller, write, deadline));
    }

    @Override
    public void raise(ClusterId cluster, String caller, Position position, Set<String> writes) throws StoreUnavailable {
        command(() -> store.raise(cluster, caller, position, writes));
    }

    @Override
    public void drop(ClusterId cluster, String caller, String write) throws StoreUnavailable {
        command(() -> store.drop(cluster, caller, write));
    }

    @Override
    public Condition check(ClusterId cluster, int bucket) throws StoreUnavailable {
        return guard(() -> store.check(cluster, bucket));
    }

    @Override
    public String epoch(ClusterId cluster, int bucket) throws StoreUnavailable {
        return guard(() -> store.epoch(cluster, bucket));
    }

    @Override
    public Position raiseFloor(ClusterId cluster, int bucket, String epoch, Position position) throws StoreUnavailable {
        Position now = guard(() -> store.raiseFloor(cluster, bucket, epoch, position));
        seen(now);
        return now;
    }

    private void seen(Position floorNow) {
        if (!lastFloor.equals(Optional.of(floorNow))) {
            lastFloor = Optional.of(floorNow);
        }
    }

    private void command(Command command) throws StoreUnavailable {
        guard(() -> {
            command.make();
            return command;
        });
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

    /** Notes that the store's floor is lower than it must be. */
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
        return asked
                ? problem.or(() -> settings.unsafe() == Unsafe.REFUSE ? unsafe : Optional.empty())
                : Optional.of(NOT_ASKED);
    }

    /** Whether the store's floor is still lower than it must be: a write's mark is missing, or expired too early. */
    public synchronized boolean owes() {
        return owing;
    }

    /** Whether it takes what is written at the moment. */
    boolean takesWrites() {
        return problem.isEmpty();
    }

    /** The floor as last seen. */
    public Optional<Position> lastFloor() {
        return lastFloor;
    }

    /** How often it has come back into use. What was put there before may be lost. */
    int recoveries() {
        return recoveries;
    }

    /**
     * Looks after the store: while it is in use, whether it is as it should be; else, or if it has not been asked yet,
     * whether it can be used, which pays what is owed. Called regularly, by one thread.
     */
    public void probe() {
        Optional<ClusterId> cluster = primary.cluster();
        if (cluster.isEmpty()) {
            return;
        }
        if (!asked || problem.isPresent()) {
            recover(cluster.get());
        } else if (ticker.nanos() - checked >= settings.checks().toNanos()) {
            look(cluster.get());
        }
    }

    private void look(ClusterId cluster) {
        try {
            inspect(cluster);
        } catch (StoreUnavailable | ServerFault failed) {
            failed(String.valueOf(failed.getMessage()));
        } catch (RuntimeException unexpected) {
            failed(unexpected.toString());
        }
    }

    /** Checks every bucket, and sees to it that each has a floor. */
    private void inspect(ClusterId cluster) throws StoreUnavailable, ServerFault {
        checked = ticker.nanos();
        Optional<String> found = Optional.empty();
        for (int bucket = 0; bucket < store.buckets(); bucket++) {
            long asked = ticker.nanos();
            Condition condition = store.check(cluster, bucket);
            if (clock.stepped(bucket, asked, condition.time(), ticker.nanos())) {
                oweForTheClock();
            }
            if (!condition.floor()) {
                seen(floor.raise(cluster, bucket));
            }
            found = found.or(condition::unsafe);
        }
        if (found.isPresent() && !found.equals(unsafe)) {
            LOG.log(System.Logger.Level.WARNING, "The store of marks may lose them: {0}", found.get());
        }
        unsafe = found;
    }

    private void recover(ClusterId cluster) {
        long before;
        boolean debt;
        synchronized (this) {
            before = failures;
            debt = owing;
        }
        try {
            inspect(cluster);
            if (debt) {
                seen(floor.raiseAll(cluster));
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
            recoveries++;
            LOG.log(System.Logger.Level.INFO, "The store of marks answers.");
        }
    }
}
