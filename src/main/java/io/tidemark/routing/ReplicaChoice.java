package io.tidemark.routing;

import io.tidemark.Caller;
import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.routing.Router.Replication;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaState;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.Ticker;
import java.util.Optional;

/**
 * Whether a read may go to the replica: what it must include against what the replica is known to show.
 *
 * <p>A route that was chosen holds for its scope and caller until a read asks for more, another caller comes, the mark has
 * grown old, or the replica no longer satisfies it. Thread-safe.
 */
final class ReplicaChoice {

    private static final System.Logger LOG = System.getLogger(ReplicaChoice.class.getName());

    private final Replication parts;
    private final Requirement requirement;
    private final Caller caller;
    private final RouterSettings settings;
    private final Ticker ticker;

    ReplicaChoice(Replication parts, Caller caller, RouterSettings settings, Ticker ticker) {
        this.parts = parts;
        this.requirement = new Requirement(parts.store(), parts.primary());
        this.caller = caller;
        this.settings = settings;
        this.ticker = ticker;
    }

    /** Keeps to the route that holds, or decides anew. */
    Decision decide(Scope scope, Freshness freshness) {
        Optional<String> who = freshness == Freshness.EVENTUAL ? Optional.empty() : caller.name();
        Optional<Scope.Held> held = scope.held();
        if (held.isPresent() && holds(held.get(), freshness, who)) {
            return held.get().decision();
        }
        long now = ticker.nanos();
        Decision decision = choose(scope, freshness, who);
        scope.hold(new Scope.Held(freshness, who, decision, now));
        return decision;
    }

    private boolean holds(Scope.Held held, Freshness freshness, Optional<String> who) {
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
        return decision.route() == Route.PRIMARY || satisfies(parts.replica().state(), decision.required());
    }

    private static boolean satisfies(ReplicaState state, Optional<Position> required) {
        return required.isPresent() ? state.covers(required.get()) : state.eligible();
    }

    private Decision choose(Scope scope, Freshness freshness, Optional<String> who) {
        who.ifPresent(scope::seen);
        ReplicaState state = parts.replica().state();
        if (!state.eligible()) {
            return unfit(state);
        }
        if (freshness == Freshness.EVENTUAL) {
            return Decision.of(Reason.EVENTUAL);
        }
        try {
            if (scope.asked().isPresent()) {
                Optional<Position> asked = scope.asked().get().on(parts.primary());
                if (asked.isEmpty()) {
                    return Decision.of(Reason.POSITION_UNKNOWN);
                }
                scope.require(asked.get());
            }
            if (who.isPresent()) {
                Optional<Position> own = requirement.of(who.get());
                if (own.isEmpty()) {
                    return Decision.of(Reason.WRITE_PENDING);
                }
                scope.require(own.get());
            }
            // What was required in this scope before a log-out is not unlearnt by it.
            return scope.required().map(this::compare).orElseGet(() -> Decision.of(Reason.ANONYMOUS));
        } catch (StoreUnavailable unavailable) {
            LOG.log(System.Logger.Level.DEBUG, () -> who.orElse("nobody") + ": no mark, " + unavailable.getMessage());
            return Decision.of(Reason.STORE_UNAVAILABLE);
        } catch (ServerFault fault) {
            LOG.log(System.Logger.Level.DEBUG, () -> who.orElse("nobody") + ": no floor, " + fault.getMessage());
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

    private Decision compare(Position required) {
        ReplicaWatch replica = parts.replica();
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
}
