package io.tidemark.marks;

import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.time.Ticker;
import io.tidemark.wal.Backoff;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.FailureMessage;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.Optional;

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
public final class GuardedStore extends ForwardingStore {

    private static final String NOT_ASKED = "It has not been asked yet.";
    private static final String UNCHECKED = "The store of marks has not been checked yet.";

    private final String name;
    private final PrimaryWatch primary;
    private final StoreSettings settings;
    private final Ticker ticker;
    private final FloorRaiser floorRaiser;
    private final StoreClock clock;

    private final StoreCheck storeCheck;
    private final StoreAvailability availability;
    private final Backoff backoff;

    private volatile Optional<String> unsafe = Optional.of(UNCHECKED);
    private volatile Optional<Position> lastFloor = Optional.empty();
    private long checked;

    /**
     * Guards that store, which counts as not asked yet.
     *
     * @param name how an operator knows it, without credentials; begins the messages of its failures
     */
    public GuardedStore(String name, MarkStore store, PrimaryWatch primary, StoreSettings settings, Ticker ticker) {
        super(store);
        this.name = name;
        this.primary = primary;
        this.settings = settings;
        this.ticker = ticker;
        this.availability = new StoreAvailability(ticker);
        // The owner's rhythm is the shortest pause.
        this.backoff = new Backoff(Duration.ZERO);
        this.floorRaiser = new FloorRaiser(store, primary);
        this.clock = new StoreClock(settings.clockTolerance());
        this.storeCheck = new StoreCheck(store, floorRaiser, clock, ticker);
        this.checked = ticker.nanos() - settings.checks().toNanos();
    }

    @Override
    public CallerMarks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        if (settings.unsafe() == OnUnsafe.REFUSE && unsafe.isPresent()) {
            throw new StoreUnavailable(unsafe.get());
        }
        long asked = ticker.nanos();
        CallerMarks marks = super.fetch(cluster, caller);
        if (clock.stepped(bucket(caller), asked, marks.time(), ticker.nanos())) {
            throw new StoreUnavailable(oweForTheClock());
        }
        marks.floor().ifPresent(this::seen);
        return marks;
    }

    private String oweForTheClock() {
        String why = "Its clock was set; marks may have expired too early.";
        oweFloor(why);
        return why;
    }

    @Override
    public Position raiseFloor(ClusterId cluster, int bucket, String epoch, Position position) throws StoreUnavailable {
        Position now = super.raiseFloor(cluster, bucket, epoch, position);
        seen(now);
        return now;
    }

    private void seen(Position floorNow) {
        if (!lastFloor.equals(Optional.of(floorNow))) {
            lastFloor = Optional.of(floorNow);
        }
    }

    @Override
    protected <T> T forward(Call<T> call) throws StoreUnavailable {
        Optional<String> known = availability.problem();
        if (known.isPresent()) {
            retrySoon();
            throw new StoreUnavailable(known.get());
        }
        try {
            T answer = call.make();
            availability.answered();
            return answer;
        } catch (StoreUnavailable unavailable) {
            String named = named(unavailable);
            availability.failed(named);
            throw new StoreUnavailable(named, unavailable);
        }
    }

    private String named(StoreUnavailable unavailable) {
        return name + ": " + unavailable.getMessage();
    }

    /** Somebody would use it, or asks how it is: while it is away, it is tried sooner. */
    public void retrySoon() {
        backoff.retrySoon();
    }

    /** Notes that the store's floor is lower than it must be. */
    public void oweFloor(String why) {
        availability.oweFloor(why);
    }

    /** Why the store is not used at the moment; empty if it is. */
    public Optional<String> problem() {
        return availability.known()
                ? availability.problem().or(() -> settings.unsafe() == OnUnsafe.REFUSE ? unsafe : Optional.empty())
                : Optional.of(NOT_ASKED);
    }

    /** Whether the store's floor is still lower than it must be: a write's mark is missing, or expired too early. */
    public boolean owesFloor() {
        return availability.owing();
    }

    /** Whether it takes what is written at the moment. */
    public boolean takesWrites() {
        return availability.problem().isEmpty();
    }

    /** The floor as last seen. */
    public Optional<Position> lastFloor() {
        return lastFloor;
    }

    /** How often it has come back into use. What was put there before may be lost. */
    public int recoveries() {
        return availability.recoveries();
    }

    /**
     * Looks after the store: while it is in use, whether it is as it should be; else, or if it has not been asked yet,
     * whether it can be used, which pays what is owed. Called regularly, by one thread; does nothing until it is time.
     */
    public void probe() {
        boolean away = !availability.known() || availability.problem().isPresent();
        Optional<ClusterId> cluster = primary.cluster();
        if (cluster.isEmpty() || !isDue(away)) {
            return;
        }
        checked = ticker.nanos();
        StoreAvailability.Attempt attempt = availability.attempt();
        try {
            inspect(cluster.get());
            if (attempt.owing()) {
                seen(floorRaiser.raiseAll(cluster.get()));
            }
            backoff.succeeded();
            if (away) {
                availability.usableAgain(attempt);
            }
        } catch (StoreUnavailable unavailable) {
            notUsable(away, named(unavailable));
        } catch (ServerFault fault) {
            notUsable(away, String.valueOf(fault.getMessage()));
        } catch (RuntimeException unexpected) {
            // The thread that probes must outlive it, or nobody would ever use the store again.
            notUsable(away, FailureMessage.withRoot(unexpected.toString(), unexpected));
        }
    }

    private boolean isDue(boolean away) {
        long now = ticker.nanos();
        return away ? backoff.due(now) : now - checked >= settings.checks().toNanos();
    }

    private void inspect(ClusterId cluster) throws StoreUnavailable, ServerFault {
        StoreCheck.Found found = storeCheck.check(cluster);
        unsafe = found.unsafe();
        found.raised().ifPresent(this::seen);
        if (found.clockWasSet()) {
            oweForTheClock();
        }
    }

    private void notUsable(boolean already, String why) {
        backoff.failed(ticker.nanos(), Backoff.Failure.AWAY);
        if (already) {
            availability.attemptFailed(why);
        } else {
            availability.failed(why);
        }
    }
}
