package io.tidemark.routing;

import io.tidemark.Caller;
import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.marks.GuardedStore;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.Scopes.Frame;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.time.Ticker;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplayWait;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.Replicas;
import io.tidemark.writes.ClientPosition;
import io.tidemark.writes.CustomSettings;
import io.tidemark.writes.TransactionState;
import io.tidemark.writes.TransactionWrites;
import io.tidemark.writes.Transactions;
import io.tidemark.writes.UnclaimedWrites;
import io.tidemark.writes.Write;
import io.tidemark.writes.WriteRecorder;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides where each read goes, and records each write. The documentation of this package lists the steps.
 *
 * <p>When in doubt, it chooses the primary. A read makes at most one round trip to the store per name, scope and {@code
 * markAge}, and waits for a replica for a bounded time. Thread-safe.
 */
public final class Router implements Routing {

    private static final System.Logger LOG = System.getLogger(Router.class.getName());

    /** The parts that routing to replicas needs; absent without a replica. */
    public record Replication(
            Replicas replicas,
            ReplayWait replayWait,
            PrimaryWatch primary,
            GuardedStore store,
            WriteRecorder recorder,
            Telemetry telemetry) {}

    private final Scopes scopes;
    private final Caller caller;
    private final Transactions transactions;
    private final Optional<Replication> replication;
    private final Optional<ReplicaChoice> choice;
    private final Optional<ReadPositions> readPositions;
    private final Optional<PrimaryProtection> protection;
    private final RoutingSwitch routing;
    private final RouterSettings settings;
    private final RouteCounters counters;
    private final ShadowCounters shadow = new ShadowCounters();
    private final Consumer<Decision> observer;

    /**
     * Creates a router.
     *
     * @param caller the caller on the current thread: a {@link CurrentCaller}, which also knows the caller where the
     *     server no longer does
     * @param observer receives the decision on every statement, on its thread; must be quick and must not throw
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
        this.readPositions = replication.map(ReadPositions::new);
        this.routing = new RoutingSwitch(settings.routing(), settings.share());
        this.choice = replication.map(
                parts -> new ReplicaChoice(parts, readPositions.orElseThrow(), caller, routing, settings, ticker));
        this.protection = choice.filter(known -> settings.budget().limits())
                .map(known -> new PrimaryProtection(
                        new PrimaryBudget(settings.budget(), System.getLogger(PrimaryBudget.class.getName()), ticker),
                        known,
                        replication.orElseThrow().replayWait(),
                        settings.replicaWait()));
        this.settings = settings;
        this.counters = counters;
        this.observer = observer;
    }

    /** Returns the budget for reads that no replica can serve; empty without a limit. */
    public Optional<PrimaryBudget> budget() {
        return protection.map(PrimaryProtection::budget);
    }

    /** Returns the counts of the reads that have waited for a replica; empty without a replica. */
    public Optional<WaitCounters> waits() {
        return choice.map(ReplicaChoice::waits);
    }

    /** Returns the counts of shadow mode. */
    public ShadowCounters shadow() {
        return shadow;
    }

    /** Returns the switch that turns routing off and on while the application runs. */
    public RoutingSwitch routing() {
        return routing;
    }

    @Override
    public Decision routeRead() {
        return read(Decision.Asks.ROWS);
    }

    @Override
    public Decision routeReadByClock() {
        return read(Decision.Asks.TIME);
    }

    /**
     * Returns the reason why reads must use the primary here, whatever the replica's position; empty if the replica may
     * serve them.
     */
    private Optional<Reason> primaryOnly(ReadPolicy policy) {
        Optional<Frame> frame = scopes.current();
        if (frame.isEmpty() || frame.get().freshness().isEmpty()) {
            return Optional.of(Reason.NOT_ROUTED);
        }
        if (policy == ReadPolicy.PRIMARY) {
            return Optional.of(Reason.ROUTING_OFF);
        }
        if (choice.isEmpty()) {
            return Optional.of(Reason.NO_REPLICA);
        }
        if (frame.get().scope().hasWritten()) {
            return Optional.of(Reason.WROTE);
        }
        if (transactions.state().filter(state -> isOnPrimary(state, policy)).isPresent()) {
            return Optional.of(Reason.IN_TRANSACTION);
        }
        return frame.get().freshness().get() == Freshness.LATEST ? Optional.of(Reason.LATEST) : Optional.empty();
    }

    private static boolean isOnPrimary(TransactionState state, ReadPolicy policy) {
        return policy == ReadPolicy.SHADOW ? state.wouldBeOnPrimary() : state.onPrimary();
    }

    private Decision read(Decision.Asks asks) {
        ReadPolicy policy = routing.policy();
        Optional<Reason> primary = primaryOnly(policy);
        if (primary.isPresent()) {
            return Decision.of(primary.get());
        }
        Scope scope = scopes.current().orElseThrow().scope();
        ReadTerms terms = scopes.current().flatMap(Frame::nested).orElseThrow().terms();
        if (policy == ReadPolicy.SHADOW) {
            ShadowDecision routed = choice.orElseThrow().rehearse(scope, terms);
            return Decision.inShadow(new ShadowDecision(byClock(routed.decision(), terms, asks), routed.waits()));
        }
        Decision decision = choice.orElseThrow().decide(scope, terms);
        if (protection.isPresent()) {
            protection.get().budget().routed(decision);
        }
        return byClock(decision, terms, asks);
    }

    /** A read without a required position cannot miss rows because of a clock. */
    private Decision byClock(Decision decision, ReadTerms terms, Decision.Asks asks) {
        return asks == Decision.Asks.TIME && terms.freshness() != Freshness.EVENTUAL
                ? choice.orElseThrow().byClock(decision)
                : decision;
    }

    @Override
    public Decision settingUnknown() {
        return Decision.of(primaryOnly(routing.policy()).orElse(Reason.SESSION_SETTING));
    }

    @Override
    public CustomSettings settings() {
        return transactions.state().map(TransactionState::settings).orElse(CustomSettings.NONE);
    }

    @Override
    public void keep(CustomSettings settings) {
        if (inWatchedTransaction()) {
            transactionState().keep(settings);
        }
    }

    @Override
    public boolean primaryAnswers() {
        return replication.isEmpty() || replication.get().primary().answers();
    }

    @Override
    public Decision reroute(Decision failed, Collection<ReplicaName> tried, ReplicaFault fault, String why) {
        Optional<ReplicaWatch> replica = watch(failed);
        replica.ifPresent(ReplicaWatch::readFailed);
        if (fault == ReplicaFault.LOST) {
            replica.ifPresent(lost -> lost.suspect(why));
        }
        Optional<Scope> scope = scopes.scope();
        boolean othersServe = fault != ReplicaFault.FAILED
                && fault != ReplicaFault.BLOCKED
                && choice.isPresent()
                && scope.isPresent()
                && routing.policy() == ReadPolicy.REPLICA
                && primaryOnly(ReadPolicy.REPLICA).isEmpty();
        if (fault == ReplicaFault.BEHIND && othersServe) {
            return choice.get().refused(scope.get(), failed, tried);
        }
        Optional<Decision> other = othersServe ? choice.get().elsewhere(scope.get(), failed, tried) : Optional.empty();
        if (fault == ReplicaFault.BUSY
                && other.filter(next -> next.asks() == Decision.Asks.ROWS).isPresent()) {
            // The next reads of the scope need not wait for the exhausted pool again.
            choice.get().move(scope.get(), other.get());
        }
        return other.orElseGet(() -> Decision.of(reason(fault)));
    }

    private static Reason reason(ReplicaFault fault) {
        return switch (fault) {
            case LOST, BUSY -> Reason.REPLICA_UNAVAILABLE;
            case BEHIND -> Reason.REPLICA_BEHIND;
            case CONFLICT, BLOCKED -> Reason.REPLICA_CONFLICT;
            case SERVER_FAILED, FAILED -> Reason.REPLICA_FAILED;
        };
    }

    @Override
    public Admission admit(Decision decision, BorrowedConnections borrowed) {
        if (replication.isEmpty() || !DivertedRead.mayBeRefused(decision.reason())) {
            return Admission.UNLIMITED;
        }
        Optional<Frame> frame = scopes.current();
        PrimaryWatch primary = replication.get().primary();
        if (isMonotonic(frame) && primary.mayHideCommits(scopes.scope().flatMap(Scope::required))) {
            boolean ignored = borrowed.returnFree();
            ReadTerms terms = frame.orElseThrow().nested().orElseThrow().terms();
            readPositions.orElseThrow().awaitOnPrimary(terms.maxWait().orElse(settings.replicaWait()));
        }
        Admission admission =
                protection.isEmpty() ? Admission.UNLIMITED : protection.get().admit(decision, frame, borrowed);
        if (!primary.outage().isSuspected() || admission.instead().isPresent()) {
            return admission;
        }
        try {
            boolean ignored = borrowed.returnFree();
            return DivertedRead.admit(decision, primary).and(admission);
        } catch (RuntimeException refused) {
            admission.close();
            throw refused;
        }
    }

    @Override
    public void primaryAnswered() {
        if (replication.isPresent()) {
            replication.get().primary().outage().answered();
        }
    }

    @Override
    public void readSucceeded(Decision decision) {
        if (isMonotonic(scopes.current())) {
            scopes.scope().flatMap(Scope::observed).ifPresent(ObservedServers::succeeded);
        }
        if (decision.route() == Route.PRIMARY) {
            primaryAnswered();
        }
        if (replication.isPresent() && replication.get().replicas().anyOnProbation()) {
            // In shadow mode no replica serves the read after a quarantine. Routing would retry it elsewhere.
            watch(decision.shadow().map(ShadowDecision::decision).orElse(decision))
                    .ifPresent(ReplicaWatch::readSucceeded);
        }
    }

    @Override
    public void retried(ReplicaName failed, String error) {
        replication.ifPresent(parts -> parts.telemetry().retried(failed.text(), error));
    }

    @Override
    public void failedOnReplicaOnly(Decision failed, String why) {
        watch(failed).ifPresent(replica -> replica.failed(why));
    }

    private Optional<ReplicaWatch> watch(Decision decision) {
        return replication.flatMap(parts -> decision.replica().flatMap(parts.replicas()::named));
    }

    @Override
    public Write beginWrite() {
        Optional<Scope> scope = scopes.scope();
        scope.ifPresent(Scope::wrote);
        if (replication.isEmpty()) {
            return Write.untracked();
        }
        Optional<String> who = writer(scope);
        if (transactions.key().isPresent()) {
            TransactionState state = transactionState();
            if (!state.watched()) {
                transactions.watch(state);
                state.watching();
            }
            return state.beginWrite(who, client(scope), unclaimed(scope));
        }
        return new TransactionWrites(replication.get().recorder(), this::callerNow)
                .with(who, client(scope), unclaimed(scope));
    }

    private static Optional<ClientPosition> client(Optional<Scope> scope) {
        return scope.flatMap(Scope::client);
    }

    private static Optional<UnclaimedWrites> unclaimed(Optional<Scope> scope) {
        return scope.map(Scope::unclaimed);
    }

    private Optional<String> writer(Optional<Scope> scope) {
        return caller.name().or(() -> scope.map(Scope::anonymousClient).flatMap(AnonymousClient::nameForWrite));
    }

    private Optional<String> callerNow() {
        return callerNow(scopes.scope());
    }

    /**
     * Returns the writer like {@link #writer}, at the end of a write, where a failure of the application must not
     * prevent the record.
     */
    private Optional<String> callerNow(Optional<Scope> scope) {
        try {
            return writer(scope);
        } catch (RuntimeException unknown) {
            LOG.log(System.Logger.Level.DEBUG, "Writes are left without a caller", unknown);
            return Optional.empty();
        }
    }

    /**
     * Assigns the writes of a scope that ended without a caller to the current caller, if there is one. Does not throw.
     */
    void claim(Scope scope) {
        if (replication.isPresent() && !scope.unclaimed().isEmpty()) {
            WriteRecorder recorder = replication.get().recorder();
            callerNow(Optional.of(scope)).ifPresent(who -> scope.unclaimed().claim(who, recorder, scope.client()));
        }
    }

    @Override
    public void joinWrite(Write open) {
        Optional<Scope> scope = scopes.scope();
        scope.ifPresent(Scope::wrote);
        if (replication.isPresent()) {
            open.joinedBy(writer(scope), client(scope), unclaimed(scope));
        }
    }

    @Override
    public void observedPrimary() {
        transactions.state().ifPresent(TransactionState::observedPrimary);
    }

    @Override
    public void stayOnPrimary() {
        if (inWatchedTransaction()) {
            transactionState().sentToPrimary();
        }
    }

    @Override
    public void primaryEnlisted() {
        if (!inWatchedTransaction()) {
            return;
        }
        if (routing.policy() == ReadPolicy.SHADOW) {
            transactionState().shadowReadOnPrimary();
        } else {
            transactionState().sentToPrimary();
        }
    }

    @Override
    public void versionRefused() {
        // After a rollback, an observation is remembered for writers only.
        beginWrite();
        observedPrimary();
    }

    @Override
    public void statementSent(Decision decision) {
        counters.count(decision.reason());
        if (decision.shadow().isPresent() || routing.policy() == ReadPolicy.SHADOW) {
            shadow.count(decision);
        }
        Optional<Frame> frame = scopes.current();
        if (frame.isPresent()) {
            Scope scope = frame.get().scope();
            scope.sent(decision);
            if (isMonotonic(frame) && decision.reason() != Reason.WRITE && readPositions.isPresent()) {
                readPositions.get().sending(scope, decision);
            }
        }
        if (decision.route() == Route.PRIMARY && inWatchedTransaction()) {
            if (decision.leavesPrimary()) {
                transactionState().shadowReadOnPrimary();
            } else {
                transactionState().sentToPrimary();
            }
            if (decision.reason() != Reason.WRITE) {
                observedPrimary();
            }
        }
        LOG.log(System.Logger.Level.DEBUG, decision);
        observer.accept(decision);
    }

    private static boolean isMonotonic(Optional<Frame> frame) {
        return frame.isPresent()
                && frame.get().nested().isPresent()
                && frame.get().nested().get().freshness() == Freshness.MONOTONIC;
    }

    /** Whether this thread runs a routed call. */
    public boolean isWithinCall() {
        return scopes.current().flatMap(Frame::nested).isPresent();
    }

    /**
     * Begins a routed call on this thread. At its end, the position of its monotonic reads is recorded.
     *
     * @return undoes the binding, and does not throw
     */
    public Scopes.Binding begin(ReadTerms terms) {
        Scopes.Binding bound = scopes.route(terms);
        return isMonotonic(scopes.current()) ? recording(bound) : bound;
    }

    /** Returns a binding whose end also records the position of the monotonic reads within it. */
    Scopes.Binding recording(Scopes.Binding bound) {
        return () -> {
            try {
                recordReads();
            } finally {
                bound.close();
            }
        };
    }

    private void recordReads() {
        Optional<Scope> scope = scopes.scope();
        if (readPositions.isPresent() && scope.isPresent()) {
            readPositions.get().record(scope.get(), () -> callerNow(scope));
        }
    }

    /** Notes that work in the current transaction, if there is one, is for this caller. */
    void actsFor(String who) {
        if (inWatchedTransaction()) {
            transactionState().actedFor(who);
        }
    }

    /** Whether there is a transaction with routing state. Without a replica there is no state. */
    private boolean inWatchedTransaction() {
        return replication.isPresent() && transactions.key().isPresent();
    }

    private TransactionState transactionState() {
        Optional<TransactionState> known = transactions.state();
        if (known.isPresent()) {
            return known.get();
        }
        TransactionState state = new TransactionState(replication.orElseThrow().recorder(), this::callerNow);
        transactions.keep(state);
        return state;
    }

    @Override
    public Optional<Object> transaction() {
        return transactions.key();
    }
}
