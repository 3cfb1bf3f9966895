package io.tidemark.routing;

import io.tidemark.Caller;
import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.marks.RequiredPosition;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.routing.Router.Replication;
import io.tidemark.time.Ticker;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaState;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.ClientPosition;
import io.tidemark.writes.PortablePosition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides whether a read goes to the replica, by comparing the position that it must include with the replica's.
 *
 * <p>A route holds for its scope and caller until a read requires more, the caller changes, the mark is too old, or the
 * replica no longer covers the position. Thread-safe.
 */
final class ReplicaChoice {

    private static final System.Logger LOG = System.getLogger(ReplicaChoice.class.getName());

    private final Replication parts;
    private final ReplicaDecisions decisions;
    private final RequiredPosition requirement;
    private final Caller caller;
    private final RouterSettings settings;
    private final Ticker ticker;

    ReplicaChoice(Replication parts, Caller caller, RouterSettings settings, Ticker ticker) {
        this.parts = parts;
        this.decisions = new ReplicaDecisions(parts.replica().name());
        this.requirement = new RequiredPosition(parts.store(), parts.primary());
        this.caller = caller;
        this.settings = settings;
        this.ticker = ticker;
    }

    /** Returns the route that holds, or makes a new decision. */
    Decision decide(Scope scope, Freshness freshness) {
        Optional<String> named = freshness == Freshness.EVENTUAL ? Optional.empty() : caller.name();
        Optional<String> who = freshness == Freshness.EVENTUAL ? named : named.or(scope.anonymousClient()::name);
        Optional<Scope.Held> held = scope.held();
        if (held.isPresent() && holds(held.get(), freshness, who)) {
            return held.get().decision();
        }
        long now = ticker.nanos();
        named.ifPresent(scope::seen);
        Decision decision = choose(scope, freshness, who);
        scope.hold(new Scope.Held(freshness, who, decision, now));
        return decision;
    }

    /**
     * Returns the names whose writes a read must include: the caller, then the name of the same client without a
     * caller.
     */
    private static List<String> names(Optional<String> who, Scope scope) {
        return Stream.concat(who.stream(), scope.anonymousClient().name().stream())
                .distinct()
                .toList();
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
        return decision.route() == Route.PRIMARY
                || parts.replica().best(decision.required()).covers(decision.required())
                || parts.replica().leadsElsewhere();
    }

    /** Returns the decision for a read that depends on the time. It goes to the primary while a clock may hide rows. */
    Decision byClock(Decision decision) {
        if (decision.route() == Route.PRIMARY || decision.required().isEmpty()) {
            return decision;
        }
        ReplicaState state = parts.replica().best(decision.required());
        return parts.replica().permitsClock(state, decision.required().get())
                ? decision.byClock()
                : new Decision(Reason.REPLICA_CLOCK, decision.required(), decision.replayed());
    }

    /**
     * Handles a replica's connection whose server does not cover the required position: the scope stays on the primary.
     */
    Decision refused(Scope scope, Decision refused) {
        if (refused.asks() == Decision.Asks.TIME && !parts.replica().leadsElsewhere()) {
            // The only server covers the position, so the cause is its clock.
            return new Decision(Reason.REPLICA_CLOCK, refused.required(), refused.replayed());
        }
        Decision decision = new Decision(Reason.REPLICA_BEHIND, refused.required(), Optional.empty());
        scope.held()
                .ifPresent(
                        held -> scope.hold(new Scope.Held(held.freshness(), held.caller(), decision, ticker.nanos())));
        return decision;
    }

    private Decision choose(Scope scope, Freshness freshness, Optional<String> who) {
        if (freshness != Freshness.EVENTUAL && who.isEmpty() && scope.needsCaller()) {
            return Decision.of(Reason.NO_CALLER);
        }
        ReplicaState state = parts.replica().best(Optional.empty());
        if (!state.eligible() && !parts.replica().leadsElsewhere()) {
            return unfit(state);
        }
        if (freshness == Freshness.EVENTUAL) {
            return decisions.of(Reason.EVENTUAL);
        }
        try {
            Optional<PortablePosition> told = PortablePosition.both(scope.asked(), broughtByClient(scope));
            if (told.isPresent()) {
                Optional<Position> asked = told.get().on(parts.primary());
                if (asked.isEmpty()) {
                    return Decision.of(Reason.POSITION_UNKNOWN);
                }
                scope.require(asked.get());
            }
            for (String name : names(who, scope)) {
                Optional<Position> own = requirement.of(name);
                if (own.isEmpty()) {
                    return Decision.of(Reason.WRITE_PENDING);
                }
                scope.require(own.get());
            }
            // A requirement of this scope outlives a log-out.
            return scope.required().map(this::compare).orElseGet(() -> decisions.of(Reason.ANONYMOUS));
        } catch (StoreUnavailable unavailable) {
            LOG.log(System.Logger.Level.DEBUG, () -> who.orElse("nobody") + ": no mark, " + unavailable.getMessage());
            return Decision.of(Reason.STORE_UNAVAILABLE);
        } catch (ServerFault fault) {
            LOG.log(System.Logger.Level.DEBUG, () -> who.orElse("nobody") + ": no floor, " + fault.getMessage());
            return Decision.of(Reason.PRIMARY_UNKNOWN);
        }
    }

    private Optional<PortablePosition> broughtByClient(Scope scope) throws ServerFault {
        Optional<ClientPosition> client = scope.client();
        if (client.isPresent() && client.get().brought().equals(Optional.of(PortablePosition.UNKNOWN))) {
            client.get().replaceUnknown(parts.primary());
        }
        return client.flatMap(ClientPosition::brought);
    }

    private Decision unfit(ReplicaState state) {
        return switch (state.fitness()) {
            case ELIGIBLE -> throw new IllegalArgumentException("An eligible replica is not unfit");
            case UNAVAILABLE -> {
                parts.replica().retrySoon();
                yield Decision.of(Reason.REPLICA_UNAVAILABLE);
            }
            case INELIGIBLE, LAG_UNKNOWN -> Decision.of(Reason.REPLICA_INELIGIBLE);
            case PRIMARY_UNKNOWN -> {
                parts.primary().retrySoon();
                yield Decision.of(Reason.PRIMARY_UNKNOWN);
            }
        };
    }

    private Decision compare(Position asked) {
        ReplicaWatch replica = parts.replica();
        Position required = parts.primary().attainable(asked);
        ReplicaState state = replica.best(Optional.of(required));
        if (!state.covers(required) && state.eligible()) {
            replica.awaitPoll(settings.replicaWait());
            state = replica.best(Optional.of(required));
            if (!state.covers(required)) {
                required = attainableNow(asked);
                state = replica.best(Optional.of(required));
            }
        }
        if (state.covers(required)) {
            return decisions.of(Reason.CAUGHT_UP, Optional.of(required), state.replayed());
        }
        if (replica.leadsElsewhere()) {
            // The connection's own server is checked before it serves.
            return decisions.of(Reason.CAUGHT_UP, Optional.of(required), Optional.empty());
        }
        parts.primary().waitFor(required);
        return new Decision(whyNot(state, required), Optional.of(required), state.replayed());
    }

    private Position attainableNow(Position required) {
        try {
            return parts.primary().attainableNow(required);
        } catch (ServerFault fault) {
            LOG.log(System.Logger.Level.DEBUG, "The primary cannot tell whether it has {0}: {1}", required, fault);
            return parts.primary().attainable(required);
        }
    }

    private Reason whyNot(ReplicaState state, Position required) {
        if (!state.eligible()) {
            return unfit(state).reason();
        }
        boolean replaced = parts.primary().isOlderThan(required)
                || state.replayed().filter(parts.primary()::isOlderThan).isPresent();
        return replaced ? Reason.PRIMARY_OUTDATED : Reason.REPLICA_BEHIND;
    }
}
