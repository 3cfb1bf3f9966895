package io.tidemark.routing;

import io.tidemark.Caller;
import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.routing.RouterSettings.Policy;
import io.tidemark.routing.Scopes.Frame;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaState;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.Ticker;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The decision, as section by section of the protocol: where a read goes, and what a write leaves behind.
 *
 * <p>When in doubt, the primary. Nothing here asks a server for what is known already: a read costs at most one round
 * trip to the store per scope and {@code markAge}, and waits for at most one poll of a replica that is behind.
 * Thread-safe.
 */
public final class Router implements Routing {

    private static final System.Logger LOG = System.getLogger(Router.class.getName());

    /** What it takes to route to a replica; absent where there is none. */
    public record Replication(ReplicaWatch replica, PrimaryWatch primary, GuardedStore store, WriteRecorder recorder) {}

    private final Scopes scopes;
    private final Caller caller;
    private final Transactions transactions;
    private final Optional<Replication> replication;
    private final RouterSettings settings;
    private final Ticker ticker;
    private final RouteCounters counters;
    private final Consumer<Decision> observer;

    /**
     * A router over these parts.
     *
     * @param observer is told of every statement's decision, on its thread; must be quick and must not throw
     */
    public Router(
            Scopes scopes,
            Caller caller,
            Transactions transactions,
            Optional<Replication> replication,
            RouterSettings settings,
            Ticker ticker,
            RouteCounters counters,
            Consumer<Decision> observer) {
        this.scopes = scopes;
        this.caller = caller;
        this.transactions = transactions;
        this.replication = replication;
        this.settings = settings;
        this.ticker = ticker;
        this.counters = counters;
        this.observer = observer;
    }

    @Override
    public Decision read() {
        Optional<Frame> frame = scopes.current();
        if (frame.isEmpty() || frame.get().freshness().isEmpty()) {
            return Decision.of(Reason.NOT_ROUTED);
        }
        Scope scope = frame.get().scope();
        Freshness freshness = frame.get().freshness().get();
        if (settings.routing() == Policy.PRIMARY) {
            return Decision.of(Reason.ROUTING_OFF);
        }
        if (replication.isEmpty()) {
            return Decision.of(Reason.NO_REPLICA);
        }
        if (scope.hasWritten()) {
            return Decision.of(Reason.WROTE);
        }
        if (transactions.state().isPresent()) {
            return Decision.of(Reason.IN_TRANSACTION);
        }
        if (freshness == Freshness.LATEST) {
            return Decision.of(Reason.LATEST);
        }
        return decide(replication.get(), scope, freshness);
    }

    /** Keeps to the route that holds, or decides anew. */
    private Decision decide(Replication parts, Scope scope, Freshness freshness) {
        Optional<String> who = freshness == Freshness.EVENTUAL ? Optional.empty() : caller.name();
        Optional<Scope.Held> held = scope.held();
        if (held.isPresent() && holds(held.get(), parts.replica(), freshness, who)) {
            return held.get().decision();
        }
        long now = ticker.nanos();
        Decision decision = choose(parts, scope, freshness, who);
        scope.hold(new Scope.Held(freshness, who, decision, now));
        return decision;
    }

    private boolean holds(Scope.Held held, ReplicaWatch replica, Freshness freshness, Optional<String> who) {
        if (held.freshness().compareTo(freshness) < 0) {
            return false;
        }
        if (freshness != Freshness.EVENTUAL && !held.caller().equals(who)) {
            return false;
        }
        if (ticker.nanos() - held.at() >= settings.markAge().toNanos()) {
            return false;
        }
        Decision decision = held.decision();
        return decision.route() == Route.PRIMARY || satisfies(replica.state(), decision.required());
    }

    private static boolean satisfies(ReplicaState state, Optional<Position> required) {
        return required.isPresent() ? state.covers(required.get()) : state.eligible();
    }

    private Decision choose(Replication parts, Scope scope, Freshness freshness, Optional<String> who) {
        ReplicaState state = parts.replica().state();
        if (!state.eligible()) {
            return unfit(state);
        }
        if (freshness == Freshness.EVENTUAL) {
            return Decision.of(Reason.EVENTUAL);
        }
        if (who.isEmpty()) {
            // What was required in this scope before a log-out is not unlearnt by it.
            return scope.required()
                    .map(required -> compare(parts.replica(), required))
                    .orElseGet(() -> Decision.of(Reason.ANONYMOUS));
        }
        scope.seen(who.get());
        try {
            Position required = scope.require(requirement(parts, who.get()));
            return compare(parts.replica(), required);
        } catch (StoreUnavailable unavailable) {
            LOG.log(System.Logger.Level.DEBUG, () -> who.get() + ": no mark, " + unavailable.getMessage());
            return Decision.of(Reason.STORE_UNAVAILABLE);
        } catch (ServerFault fault) {
            LOG.log(System.Logger.Level.DEBUG, () -> who.get() + ": no floor, " + fault.getMessage());
            return Decision.of(Reason.PRIMARY_UNKNOWN);
        }
    }

    private static Decision unfit(ReplicaState state) {
        return switch (state.fitness()) {
            case ELIGIBLE -> throw new IllegalArgumentException("An eligible replica is not unfit");
            case UNAVAILABLE -> Decision.of(Reason.REPLICA_UNAVAILABLE);
            case INELIGIBLE -> Decision.of(Reason.REPLICA_INELIGIBLE);
            case PRIMARY_UNKNOWN -> Decision.of(Reason.PRIMARY_UNKNOWN);
        };
    }

    /** What the caller's reads must include: its mark, and the floor, which is put there first if it is missing. */
    private Position requirement(Replication parts, String who) throws StoreUnavailable, ServerFault {
        // An eligible replica implies that the primary's cluster is known.
        ClusterId cluster = parts.primary()
                .cluster()
                .orElseThrow(() -> new ServerFault(ServerFault.Kind.UNREACHABLE, "The primary has not answered yet."));
        Marks marks = parts.store().fetch(cluster, who);
        LOG.log(
                System.Logger.Level.DEBUG,
                () -> who + ": mark before " + text(marks.mark()) + ", floor " + text(marks.floor()));
        Position floor = marks.floor().isPresent()
                ? marks.floor().get()
                : new Floor(parts.store(), parts.primary()).raise(cluster);
        return marks.mark().map(floor::max).orElse(floor);
    }

    private Decision compare(ReplicaWatch replica, Position required) {
        ReplicaState state = replica.state();
        if (!state.covers(required) && state.eligible()) {
            state = replica.fresh(settings.replicaWait());
        }
        if (state.covers(required)) {
            return new Decision(Reason.CAUGHT_UP, Optional.of(required), state.replayed());
        }
        Reason reason = state.eligible() ? Reason.REPLICA_BEHIND : unfit(state).reason();
        return new Decision(reason, Optional.of(required), state.replayed());
    }

    @Override
    public Decision readOnPrimary() {
        return Decision.of(Reason.IN_TRANSACTION);
    }

    @Override
    public Decision replicaFailed(String why) {
        replication.ifPresent(parts -> parts.replica().suspect(why));
        return Decision.of(Reason.REPLICA_UNAVAILABLE);
    }

    @Override
    public Write write() {
        Optional<Scope> scope = scopes.scope();
        scope.ifPresent(Scope::wrote);
        if (replication.isEmpty()) {
            return Untracked.INSTANCE;
        }
        Optional<String> who = caller.name().or(() -> scope.flatMap(Scope::caller));
        if (transactions.key().isPresent()) {
            TransactionState state = transactionState();
            if (state.wrote(who)) {
                transactions.watch(state);
            }
            return Untracked.INSTANCE;
        }
        if (who.isEmpty()) {
            return Untracked.INSTANCE;
        }
        return new LocalWrite(replication.get().recorder(), who.get());
    }

    @Override
    public Decision writeDecision() {
        return Decision.of(Reason.WRITE);
    }

    @Override
    public void sent(Decision decision) {
        counters.count(decision.reason());
        scopes.scope().ifPresent(scope -> scope.sent(decision));
        if (decision.route() == Route.PRIMARY
                && replication.isPresent()
                && transactions.key().isPresent()) {
            transactionState();
        }
        LOG.log(
                System.Logger.Level.DEBUG,
                () -> decision.route() + " (" + decision.reason() + "): required " + text(decision.required())
                        + ", replayed " + text(decision.replayed()));
        observer.accept(decision);
    }

    private static String text(Optional<Position> position) {
        return position.map(Position::toString).orElse("none");
    }

    private TransactionState transactionState() {
        Optional<TransactionState> known = transactions.state();
        if (known.isPresent()) {
            return known.get();
        }
        TransactionState state = new TransactionState(replication.orElseThrow().recorder());
        transactions.keep(state);
        return state;
    }

    @Override
    public Optional<Object> transaction() {
        return transactions.key();
    }

    /** A write that nothing must be remembered of here: its transaction tells its end, or nobody's reads depend on it. */
    private enum Untracked implements Write {
        INSTANCE;

        @Override
        public void ended() {}

        @Override
        public void rolledBack() {}
    }

    private record LocalWrite(WriteRecorder recorder, String caller) implements Write {
        @Override
        public void ended() {
            recorder.ended(caller);
        }

        @Override
        public void rolledBack() {}
    }
}
