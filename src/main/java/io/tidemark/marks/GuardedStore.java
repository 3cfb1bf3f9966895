package io.tidemark.marks;

import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.telemetry.Telemetry;
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
 * A store that is protected against its own outages. After the first failure, only a single probe uses it until it
 * answers again. An outage therefore costs each in-flight request one timeout, and later requests nothing.
 *
 * <p>It also notes that this node <em>owes</em> the store a floor: a mark could not be stored, its position could not
 * be read, or the store's clock was set, so that marks may have expired too early. Before the store is used again, the
 * floor is raised to the primary's current position, which covers all missing marks of all callers. Until then, every
 * read of this node that needs the store goes to the primary. Other nodes see the new floor only after the raise. A
 * node that crashes before the raise loses its debt.
 *
 * <p>Thread-safe. Only one thread calls {@link #probe}.
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
     * Creates a guard for a store that has not been queried yet.
     *
     * @param name the operator's name of the store, without credentials, for the messages of its failures
     * @param telemetry receives the raises of the floor
     */
    public GuardedStore(
            String name,
            MarkStore store,
            PrimaryWatch primary,
            StoreSettings settings,
            Telemetry telemetry,
            Ticker ticker) {
        super(store);
        this.name = name;
        this.primary = primary;
        this.settings = settings;
        this.ticker = ticker;
        this.availability = new StoreAvailability(ticker);
        // The interval of the owner's calls is the shortest pause.
        this.backoff = new Backoff(Duration.ZERO);
        this.floorRaiser = new FloorRaiser(store, primary::positionAfterNow, telemetry);
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

    /** Makes the next probe come sooner, if the store is unavailable. */
    public void retrySoon() {
        backoff.retrySoon();
    }

    /** Notes that the store's floor is lower than it must be. */
    public void oweFloor(String why) {
        availability.oweFloor(why);
    }

    /** Returns the reason why the store is not used; empty if it is used. */
    public Optional<String> problem() {
        return availability.known()
                ? availability.problem().or(() -> settings.unsafe() == OnUnsafe.REFUSE ? unsafe : Optional.empty())
                : Optional.of(NOT_ASKED);
    }

    /** Whether the store's floor is still lower than it must be: a mark is missing, or expired too early. */
    public boolean owesFloor() {
        return availability.owing();
    }

    /** Whether the store can be written now. */
    public boolean takesWrites() {
        return availability.problem().isEmpty();
    }

    /** Returns the floor that was seen last. */
    public Optional<Position> lastFloor() {
        return lastFloor;
    }

    /** Returns the number of times that the store has come back into use. Its earlier content may be lost. */
    public int recoveries() {
        return availability.recoveries();
    }

    /**
     * Checks the store if it is in use. Otherwise, or before its first use, tries to use it, and raises the floor that
     * is owed. Before the first answer of the primary, it confirms the presumed cluster if the store has a floor for
     * it. One thread calls this method regularly; it has no effect before the next check is due.
     */
    public void probe() {
        boolean away = !availability.known() || availability.problem().isPresent();
        Optional<ClusterId> cluster = primary.cluster().or(this::candidate);
        if (cluster.isEmpty() || !isDue(away)) {
            return;
        }
        checked = ticker.nanos();
        StoreAvailability.Attempt attempt = availability.attempt();
        try {
            if (primary.clusterOfReads().isEmpty()) {
                if (!storeCheck.hasFloor(cluster.get())) {
                    backoff.failed(ticker.nanos(), Backoff.Failure.AWAY);
                    return;
                }
                primary.presumed().confirm(cluster.get());
            }
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
            // It must not end the probing thread, because the store would never be used again.
            notUsable(away, FailureMessage.withRoot(unexpected.toString(), unexpected));
        }
    }

    /** Returns the cluster of the replicas, if the primary cannot be asked for its own. */
    private Optional<ClusterId> candidate() {
        return primary.outage().isSuspected() ? primary.presumed().candidate() : Optional.empty();
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
