package io.tidemark.routing;

import io.tidemark.Caller;
import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.marks.RequiredPosition;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.routing.Router.Replication;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.time.Ticker;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.ClientPosition;
import io.tidemark.writes.PortablePosition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which replica serves a read, if any, by comparing the position that it must include with the replicas'.
 *
 * <p>A route holds for its scope and caller until a read requires more, the caller changes, the mark is too old, or the
 * replica no longer covers the position. A new decision of the same scope prefers the same replica. Thread-safe.
 *
 * <p>In shadow mode, a decision does not wait for a replica, and does not ask the primary whether it still has the position.
 */
final class ReplicaChoice {

    private static final System.Logger LOG = System.getLogger(ReplicaChoice.class.getName());

    /**
     * The wait before the primary is asked whether it still has the position. Replication takes less if nothing is wrong.
     */
    private static final Duration FIRST_WAIT = Duration.ofMillis(20);

    /** The purpose of a decision. */
    private enum Mode {
        ROUTING,
        SHADOW
    }

    private final Replication parts;
    private final ReplicaSelection selection;
    private final Map<ReplicaName, ReplicaDecisions> decisions;
    private final RequiredPosition requirement;
    private final ReadPositions readPositions;
    private final Caller caller;
    private final RoutingSwitch routing;
    private final RouterSettings settings;
    private final Ticker ticker;
    private final WaitCounters waits = new WaitCounters();

    ReplicaChoice(
            Replication parts,
            ReadPositions readPositions,
            Caller caller,
            RoutingSwitch routing,
            RouterSettings settings,
            Ticker ticker) {
        this.parts = parts;
        this.selection = new ReplicaSelection(parts.replicas(), settings.loadFactor());
        this.decisions = parts.replicas().watches().stream()
                .map(ReplicaWatch::name)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), ReplicaDecisions::new));
        this.requirement = new RequiredPosition(parts.store(), parts.primary(), parts.telemetry());
        this.readPositions = readPositions;
        this.caller = caller;
        this.routing = routing;
        this.settings = settings;
        this.ticker = ticker;
    }

    /** Returns the route that holds, or makes a new decision. */
    Decision decide(Scope scope, ReadTerms terms) {
        return decide(scope, terms, Mode.ROUTING);
    }

    /**
     * Returns the decision that {@link #decide} would make, for a read that runs on the primary.
     *
     * <p>A read that would wait does not hold a route to the primary. Later reads of the scope are decided by the replicas'
     * positions at that time, until the wait would be over.
     */
    ShadowDecision rehearse(Scope scope, ReadTerms terms) {
        long begun = ticker.nanos();
        Decision decision = decide(scope, terms, Mode.SHADOW);
        if (!isReplaceable(decision)) {
            return new ShadowDecision(decision, false);
        }
        Optional<Decision> covered = coveredSince(scope, decision);
        if (covered.isPresent()) {
            return new ShadowDecision(covered.get(), false);
        }
        // A decision that was made just now has not waited.
        long waited = Math.max(0, begun - scope.held().map(Scope.Held::at).orElse(begun));
        return new ShadowDecision(decision, waited < maxWait(terms).toNanos());
    }

    /** Returns the counts of the reads that have waited. */
    WaitCounters waits() {
        return waits;
    }

    private Duration maxWait(ReadTerms terms) {
        return terms.maxWait().orElse(settings.replicaWait());
    }

    private Decision decide(Scope scope, ReadTerms terms, Mode mode) {
        Freshness freshness = terms.freshness();
        Optional<String> named = freshness == Freshness.EVENTUAL ? Optional.empty() : caller.name();
        Optional<String> who = freshness == Freshness.EVENTUAL ? named : named.or(scope.anonymousClient()::name);
        if (!isInShare(scope, who)) {
            return Decision.of(Reason.NOT_IN_SHARE);
        }
        Optional<Scope.Held> held = scope.held();
        if (held.isPresent() && holds(held.get(), freshness, who)) {
            Decision decision = held.get().decision();
            // In shadow mode, earlier reads of the scope have shown the primary's state instead of the replica's.
            if (freshness != Freshness.MONOTONIC || decision.route() == Route.PRIMARY || mode == Mode.SHADOW) {
                return decision;
            }
            Optional<Decision> same = afterEarlierReads(scope, decision);
            if (same.isPresent()) {
                return same.get();
            }
        }
        parts.replicas().noteRead();
        long now = ticker.nanos();
        named.ifPresent(scope::seen);
        Decision decision = choose(scope, terms, who, mode);
        scope.hold(new Scope.Held(freshness, who, decision, now));
        return decision;
    }

    /** Whether the caller, or the anonymous client by its address, is in the share of callers that may use a replica. */
    private boolean isInShare(Scope scope, Optional<String> who) {
        CallerShare share = routing.share();
        return share.isAll() || share.contains(who.orElseGet(() -> affinity(scope)));
    }

    /**
     * Returns the decision for the same replica, if it covers what the scope's monotonic reads have shown so far; empty if
     * another server must be chosen.
     */
    private Optional<Decision> afterEarlierReads(Scope scope, Decision held) {
        try {
            readPositions.require(scope);
        } catch (ServerFault unknown) {
            return Optional.empty();
        }
        Optional<Position> required = scope.required();
        return watch(held)
                .filter(replica -> replica.covers(required))
                .map(replica -> on(replica, held.reason(), required));
    }

    /**
     * Returns the names whose writes a read must include: the caller, then the name of the same client without a
     * caller.
     */
    private static List<String> names(Optional<String> who, Scope scope) {
        Optional<String> client = scope.anonymousClient().name();
        if (client.isEmpty() || client.equals(who)) {
            return who.map(List::of).orElse(List.of());
        }
        return who.map(name -> List.of(name, client.get())).orElse(List.of(client.get()));
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
                || watch(decision).filter(replica -> serves(replica, decision)).isPresent();
    }

    private static boolean serves(ReplicaWatch replica, Decision decision) {
        return replica.covers(decision.required()) || replica.leadsElsewhere();
    }

    private Optional<ReplicaWatch> watch(Decision decision) {
        return decision.replica().flatMap(parts.replicas()::named);
    }

    /** Returns the decision for a read that depends on the time. It goes to the primary while a clock may hide rows. */
    Decision byClock(Decision decision) {
        if (decision.reason() == Reason.REPLICA_BEHIND) {
            // For a replica that covers the position later, see coveredSince.
            return decision.byClock();
        }
        if (decision.route() == Route.PRIMARY || decision.required().isEmpty()) {
            return decision;
        }
        return watch(decision)
                        .filter(replica -> permitsClock(replica, decision))
                        .isPresent()
                ? decision.byClock()
                : new Decision(Reason.REPLICA_CLOCK, decision.required(), decision.replayed());
    }

    private static boolean permitsClock(ReplicaWatch replica, Decision decision) {
        return decision.required().isEmpty()
                || replica.permitsClock(
                        replica.best(decision.required()), decision.required().get());
    }

    /**
     * Returns the decision for a read that failed on a replica: another replica that covers the same position, if there
     * is one.
     *
     * @param failed the decision whose read failed
     * @param tried the replicas on which the read has failed
     */
    Optional<Decision> elsewhere(Scope scope, Decision failed, Collection<ReplicaName> tried) {
        boolean byClock = failed.asks() == Decision.Asks.TIME;
        return selection
                .select(
                        replica -> replica.covers(failed.required()) && (!byClock || permitsClock(replica, failed)),
                        () -> affinity(scope),
                        tried)
                .map(replica -> {
                    Decision other = on(replica, failed.reason(), failed.required());
                    return byClock ? other.byClock() : other;
                });
    }

    private Decision on(ReplicaWatch replica, Reason reason, Optional<Position> required) {
        return required.isEmpty()
                ? decisionsFor(replica).of(reason)
                : decisionsFor(replica)
                        .of(reason, required, replica.best(required).replayed());
    }

    private ReplicaDecisions decisionsFor(ReplicaWatch replica) {
        return Objects.requireNonNull(decisions.get(replica.name()));
    }

    /**
     * Handles a replica's connection whose server does not cover the required position: the scope stays on another
     * replica that does, or on the primary.
     */
    Decision refused(Scope scope, Decision refused, Collection<ReplicaName> tried) {
        Optional<Decision> other = elsewhere(scope, refused, tried);
        if (other.isEmpty()
                && refused.asks() == Decision.Asks.TIME
                && !watch(refused).map(ReplicaWatch::leadsElsewhere).orElse(false)) {
            // The only server covers the position, so the cause is its clock.
            return new Decision(Reason.REPLICA_CLOCK, refused.required(), refused.replayed());
        }
        Decision decision =
                other.orElseGet(() -> new Decision(Reason.REPLICA_BEHIND, refused.required(), Optional.empty()));
        if (decision.asks() == Decision.Asks.ROWS) {
            move(scope, decision);
        }
        return decision;
    }

    /**
     * Whether {@link #coveredSince} may replace the decision: the positions of all replicas were compared, and none
     * covered the required one. A decision after a failed read does not compare them.
     */
    static boolean isReplaceable(Decision diverted) {
        return diverted.reason() == Reason.REPLICA_BEHIND
                && diverted.required().isPresent()
                && diverted.replayed().isPresent();
    }

    /** Returns the decision for a replica that covers the position of a {@link #isReplaceable replaceable} one by now. */
    Optional<Decision> coveredSince(Scope scope, Decision diverted) {
        Optional<Decision> found =
                covering(scope, diverted.required()).map(replica -> on(replica, Reason.CAUGHT_UP, diverted.required()));
        if (diverted.asks() == Decision.Asks.TIME) {
            return found.map(this::byClock).filter(decision -> decision.route() == Route.REPLICA);
        }
        found.ifPresent(decision -> move(scope, decision));
        return found;
    }

    /** Replaces the route that the scope holds, for reads of rows. */
    void move(Scope scope, Decision decision) {
        scope.held()
                .ifPresent(
                        held -> scope.hold(new Scope.Held(held.freshness(), held.caller(), decision, ticker.nanos())));
    }

    private Decision choose(Scope scope, ReadTerms terms, Optional<String> who, Mode mode) {
        boolean eventual = terms.freshness() == Freshness.EVENTUAL;
        if (!eventual && who.isEmpty() && scope.needsCaller()) {
            return Decision.of(Reason.NO_CALLER);
        }
        if (!anyUsable(scope)) {
            return Decision.of(unfit());
        }
        if (eventual) {
            return anyReplica(scope, Reason.EVENTUAL);
        }
        try {
            readPositions.require(scope);
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
            return scope.required()
                    .map(asked -> compare(scope, asked, maxWait(terms), mode))
                    .orElseGet(() -> anyReplica(scope, Reason.ANONYMOUS));
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

    /**
     * Returns a replica that covers the position: that of the scope's last decision, if it still does; otherwise the
     * preferred one.
     */
    private Optional<ReplicaWatch> covering(Scope scope, Optional<Position> required) {
        Optional<ReplicaWatch> current = inUse(scope, required);
        return current.isPresent()
                ? current
                : selection.select(replica -> replica.covers(required), () -> affinity(scope), List.of());
    }

    /** Returns the decision for a read that requires no position. */
    private Decision anyReplica(Scope scope, Reason reason) {
        return covering(scope, Optional.empty())
                .or(() -> elsewhereLeading(scope))
                .map(replica -> on(replica, reason, Optional.empty()))
                .orElseGet(() -> Decision.of(unfit()));
    }

    private boolean anyUsable(Scope scope) {
        for (ReplicaWatch replica : parts.replicas().watches()) {
            if (replica.leadsElsewhere() || (replica.covers(Optional.empty()) && replica.mayAcceptScopes())) {
                return true;
            }
        }
        return inUse(scope, Optional.empty()).isPresent();
    }

    /** Returns the replica of the scope's last decision, if it covers the position. */
    private Optional<ReplicaWatch> inUse(Scope scope, Optional<Position> required) {
        return scope.held().flatMap(held -> watch(held.decision())).filter(replica -> replica.covers(required));
    }

    /** Returns a replica that leads to several servers. The connection's own server is checked before it serves. */
    private Optional<ReplicaWatch> elsewhereLeading(Scope scope) {
        return selection.select(ReplicaWatch::leadsElsewhere, () -> affinity(scope), List.of());
    }

    /** Returns the name by which a replica is preferred, so that the caches of a server stay warm for its callers. */
    private String affinity(Scope scope) {
        return scope.caller().or(this::callerIfKnown).or(scope::address).orElse("");
    }

    private Optional<String> callerIfKnown() {
        try {
            return caller.name();
        } catch (RuntimeException unknown) {
            // A read that needs no caller does not fail for want of one.
            return Optional.empty();
        }
    }

    /** Returns the reason why no replica may be used, and makes the next poll of each unavailable server begin sooner. */
    private Reason unfit() {
        boolean primaryUnknown = false;
        boolean ineligible = false;
        for (ReplicaWatch replica : parts.replicas().watches()) {
            switch (replica.best(Optional.empty()).fitness()) {
                case UNAVAILABLE -> replica.retrySoon();
                case PRIMARY_UNKNOWN -> primaryUnknown = true;
                // An eligible one is drained, or on probation after a quarantine.
                case ELIGIBLE, INELIGIBLE, LAG_UNKNOWN -> ineligible = true;
            }
        }
        if (primaryUnknown) {
            parts.primary().retrySoon();
            return Reason.PRIMARY_UNKNOWN;
        }
        return ineligible ? Reason.REPLICA_INELIGIBLE : Reason.REPLICA_UNAVAILABLE;
    }

    private Decision compare(Scope scope, Position asked, Duration wait, Mode mode) {
        Position required = parts.primary().attainable(asked);
        Optional<ReplicaWatch> found = covering(scope, Optional.of(required));
        if (mode == Mode.SHADOW) {
            if (found.isEmpty() && !wait.isZero()) {
                // As the wait would, so that the next read knows a position that is as recent.
                parts.replicas().pollNow();
            }
        } else if (found.isEmpty() && parts.replicas().anyEligible()) {
            long begun = System.nanoTime();
            Telemetry waits = wait.isZero() ? Telemetry.NONE : parts.telemetry();
            Telemetry.ReadWait waiting = waits.beginWait();
            try {
                // A position that the primary has not flushed reaches no replica.
                parts.primary().waitFor(required);
                Duration first = wait.compareTo(FIRST_WAIT) < 0 ? wait : FIRST_WAIT;
                parts.replayWait().firstToCover(required, first);
                found = covering(scope, Optional.of(required));
                if (found.isEmpty()) {
                    required = attainableNow(asked);
                    parts.replayWait().firstToCover(required, wait.minus(first));
                    found = covering(scope, Optional.of(required));
                }
            } finally {
                noteWait(scope, System.nanoTime() - begun, wait);
                waiting.end(found.map(replica -> replica.name().text()));
            }
        }
        if (found.isPresent()) {
            return on(found.get(), Reason.CAUGHT_UP, Optional.of(required));
        }
        Optional<ReplicaWatch> unsure = elsewhereLeading(scope);
        if (unsure.isPresent()) {
            return decisionsFor(unsure.get()).of(Reason.CAUGHT_UP, Optional.of(required), Optional.empty());
        }
        parts.primary().waitFor(required);
        Optional<Position> furthest = furthest();
        return new Decision(whyNot(required, furthest), Optional.of(required), furthest);
    }

    private void noteWait(Scope scope, long nanos, Duration permitted) {
        scope.waited(nanos);
        if (!permitted.isZero()) {
            waits.waited(nanos);
        }
    }

    private Position attainableNow(Position required) {
        try {
            return parts.primary().attainableNow(required);
        } catch (ServerFault fault) {
            LOG.log(System.Logger.Level.DEBUG, "The primary cannot tell whether it has {0}: {1}", required, fault);
            return parts.primary().attainable(required);
        }
    }

    private Reason whyNot(Position required, Optional<Position> furthest) {
        if (!parts.replicas().anyEligible()) {
            return unfit();
        }
        boolean replaced = parts.primary().isOlderThan(required)
                || furthest.filter(parts.primary()::isOlderThan).isPresent();
        return replaced ? Reason.PRIMARY_OUTDATED : Reason.REPLICA_BEHIND;
    }

    /** Returns the largest known replay position of the replicas. */
    private Optional<Position> furthest() {
        return parts.replicas().watches().stream()
                .flatMap(replica -> replica.best(Optional.empty()).replayed().stream())
                .reduce(Position::max);
    }
}
