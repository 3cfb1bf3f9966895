package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.routing.RouterSettings.Policy;
import io.tidemark.routing.Routing.ReplicaFault;
import io.tidemark.routing.StoreSettings.Unsafe;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RouterTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration MAX_LAG = Duration.ofMinutes(30);

    private final AtomicLong time = new AtomicLong();
    private final FakeServer primaryServer = new FakeServer();
    private final FakeServer replicaServer = new FakeServer();
    private final PrimaryWatch primary = new PrimaryWatch(primaryServer, Duration.ofHours(1), WAIT, time::get);
    private final ReplicaWatch replica =
            new ReplicaWatch(replicaServer, primary, Duration.ofHours(1), MAX_LAG, time::get);
    private final FakeMarks marks = new FakeMarks();
    private final StoreSettings storeSettings = StoreSettings.of(Unsafe.WARN, Duration.ofHours(1));
    private final GuardedStore store = new GuardedStore(marks, primary, storeSettings, time::get);
    private final FakeBackends backends = new FakeBackends();
    private final Settlement settlement = new Settlement(backends, DEADLINE, time::get);
    private final PendingSettings pending = new PendingSettings(
            PendingSettings.Policy.FIRST_WRITE, PendingSettings.Unavailable.PROCEED, DEADLINE, WAIT);
    private final PendingEntries entries = new PendingEntries(store, primary, pending, Runnable::run, time::get);
    private final WriteRecorder recorder = new WriteRecorder(primary, store, entries, settlement);
    private final FakeTransactions transactions = new FakeTransactions();
    private final Scopes scopes = new Scopes();
    private Optional<String> caller = Optional.of("alice");
    private Router router = router(Policy.REPLICA);

    private static Position at(long bytes) {
        return new Position(1, new Lsn(bytes));
    }

    private Router router(Policy policy) {
        return router(policy, Optional.of(new Router.Replication(replica, primary, store, recorder)));
    }

    private Router router(Policy policy, Optional<Router.Replication> replication) {
        return new Router(
                scopes,
                new CurrentCaller(scopes, () -> caller),
                transactions,
                replication,
                new RouterSettings(policy, WAIT, Duration.ofSeconds(1)),
                time::get,
                new RouteCounters(),
                decision -> {});
    }

    @BeforeEach
    void bothServersAreUpAndLevel() throws ServerFault {
        new Thread(primary).start();
        new Thread(replica).start();
        servers(100, 100);
    }

    @AfterEach
    void end() {
        primary.close();
        replica.close();
    }

    /** Puts the servers at positions, and has them polled. */
    private void servers(long primaryAt, long replicaAt) throws ServerFault {
        primaryServer.answers(at(primaryAt));
        replicaServer.answers(at(replicaAt));
        primary.positionAfterNow();
        replica.fresh(WAIT);
    }

    private Reason read() {
        return router.read().reason();
    }

    private Reason readIn(Freshness freshness) {
        Scopes.Binding bound = scopes.route(freshness);
        try {
            return read();
        } finally {
            bound.close();
        }
    }

    private Reason read(String who) {
        caller = Optional.of(who);
        return readIn(Freshness.READ_YOUR_WRITES);
    }

    /** An auto-commit write of the caller in a scope of its own, after which the primary stands at that position. */
    private void writes(String who, long primaryThen) {
        caller = Optional.of(who);
        Write write = router.write();
        primaryServer.answers(at(primaryThen));
        write.ended();
    }

    @Test
    void codeThatIsNotRoutedReadsFromThePrimary() {
        assertEquals(Reason.NOT_ROUTED, read());
        Scopes.Binding carried = scopes.carry(new Scope());
        assertEquals(Reason.NOT_ROUTED, read(), "a request's scope alone routes nothing");
        carried.close();
        assertEquals(0, marks.calls());
    }

    @Test
    void routingThatIsSwitchedOffReadsFromThePrimaryAndKeepsMarks() {
        router = router(Policy.PRIMARY);
        assertEquals(Reason.ROUTING_OFF, readIn(Freshness.EVENTUAL));
        writes("alice", 200);
        router = router(Policy.REPLICA);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void theSwitchToThePrimaryTakesEffectAtTheNextReadOfAScopeThatIsOnTheReplica() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.CAUGHT_UP, read());
        router.routing().to(Policy.PRIMARY);
        assertEquals(Reason.ROUTING_OFF, read());
        router.routing().to(Policy.REPLICA);
        assertEquals(Reason.CAUGHT_UP, read());
        bound.close();
    }

    @Test
    void whatIsWrittenWhileTheSwitchIsOnThePrimaryIsWaitedForAfterwards() {
        read("alice");
        router.routing().to(Policy.PRIMARY);
        writes("alice", 200);
        router.routing().to(Policy.REPLICA);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("bob"));
    }

    @Test
    void aScopeThatWroteWhileTheSwitchWasOnThePrimaryStaysThere() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.CAUGHT_UP, read());
        router.routing().to(Policy.PRIMARY);
        router.write().ended();
        router.routing().to(Policy.REPLICA);
        assertEquals(Reason.WROTE, read());
        bound.close();
    }

    @Test
    void aTransactionThatReadOnThePrimaryBecauseOfTheSwitchStaysThere() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        router.routing().to(Policy.PRIMARY);
        transactions.begin();
        router.sent(router.read());
        router.routing().to(Policy.REPLICA);
        assertEquals(Reason.IN_TRANSACTION, read());
        transactions.commit();
        assertEquals(Reason.CAUGHT_UP, read());
        bound.close();
    }

    @Test
    void aCommentInTheReadAsksForThePrimary() {
        assertEquals(Reason.HINT, router.hinted().reason());
        assertEquals(Reason.IN_TRANSACTION, router.readOnPrimary().reason());
    }

    @Test
    void aConnectionToAServerThatLacksTheMarkTurnsTheRestOfTheScope() {
        assertEquals(
                Reason.REPLICA_BEHIND,
                router.instead(router.read(), ReplicaFault.LACKS, "").reason(),
                "without a scope too");
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        Decision chosen = router.read();
        assertEquals(Reason.CAUGHT_UP, chosen.reason());
        assertEquals(
                Reason.REPLICA_BEHIND,
                router.instead(chosen, ReplicaFault.LACKS, "").reason());
        assertEquals(Reason.REPLICA_BEHIND, read());
        bound.close();
        assertEquals(Reason.CAUGHT_UP, read("alice"), "another scope may meet a better one");
    }

    @Test
    void whatIsSentIsCountedAndTold() {
        RouteCounters counters = new RouteCounters();
        List<Reason> told = new ArrayList<>();
        router = new Router(
                scopes,
                () -> caller,
                transactions,
                Optional.of(new Router.Replication(replica, primary, store, recorder)),
                new RouterSettings(Policy.REPLICA, WAIT, Duration.ofSeconds(1)),
                time::get,
                counters,
                decision -> told.add(decision.reason()));
        router.sent(router.read());
        router.sent(router.hinted());
        assertEquals(List.of(Reason.NOT_ROUTED, Reason.HINT), told);
        assertEquals(1, counters.counts().get(Reason.HINT));
    }

    @Test
    void withoutAReplicaEverythingIsOnThePrimaryAndTheStoreIsNotNeeded() {
        router = router(Policy.REPLICA, Optional.empty());
        assertEquals(Reason.NO_REPLICA, readIn(Freshness.EVENTUAL));
        transactions.begin();
        router.write().ended();
        router.sent(router.writeDecision());
        transactions.commit();
        assertEquals(0, marks.calls());
    }

    @Test
    void theLatestIsOnThePrimaryAndAsksNothing() {
        assertEquals(Reason.LATEST, readIn(Freshness.LATEST));
        assertEquals(0, marks.calls());
    }

    @Test
    void anEventualReadGoesToTheReplicaAndFetchesNoMark() throws ServerFault {
        servers(200, 100);
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
        assertEquals(0, marks.calls());
    }

    @Test
    void anAnonymousReadGoesToTheReplicaAndFetchesNoMark() throws ServerFault {
        servers(200, 100);
        caller = Optional.empty();
        assertEquals(Reason.ANONYMOUS, readIn(Freshness.READ_YOUR_WRITES));
        assertEquals(0, marks.calls());
    }

    @Test
    void aReaderWaitsForItsOwnWriteAndNobodyElseDoes() throws ServerFault {
        assertEquals(Reason.CAUGHT_UP, read("bob"));
        writes("alice", 200);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("bob"));
        replicaServer.answers(at(199));
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        replicaServer.answers(at(200));
        assertEquals(Reason.CAUGHT_UP, read("alice"), "the read itself has the replica polled");
    }

    @Test
    void aFloorThatIsMissingIsSetToWhereThePrimaryIsThen() throws ServerFault {
        servers(200, 150);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"), "who knows what an empty store has lost");
        replicaServer.answers(at(200));
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        writes("alice", 300);
        marks.isEmptied();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void oneRoundTripToTheStoreServesAScopeForASecond() {
        read("alice");
        int before = marks.calls();
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        read();
        read();
        time.addAndGet(Duration.ofMillis(999).toNanos());
        read();
        assertEquals(before + 1, marks.calls());
        time.addAndGet(Duration.ofMillis(1).toNanos());
        read();
        assertEquals(before + 2, marks.calls(), "a mark fetched a second ago is fetched anew");
        bound.close();
    }

    @Test
    void aRouteToThePrimaryHoldsForItsScope() throws ServerFault {
        read("bob");
        writes("alice", 200);
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.REPLICA_BEHIND, read());
        replicaServer.answers(at(200));
        replica.fresh(WAIT);
        assertEquals(Reason.REPLICA_BEHIND, read());
        bound.close();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aReplicaThatFallsBackIsLeftWithinAScope() throws ServerFault {
        read("bob");
        writes("alice", 200);
        replicaServer.answers(at(200));
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.CAUGHT_UP, read());
        replicaServer.answers(at(150));
        replica.fresh(WAIT);
        assertEquals(Reason.REPLICA_BEHIND, read(), "it restarted at an older position");
        bound.close();
    }

    @Test
    void aStricterFreshnessIsDecidedAnewAndALaxerOneKeepsTheRoute() throws ServerFault {
        read("bob");
        writes("alice", 200);
        Scopes.Binding outer = scopes.route(Freshness.EVENTUAL);
        assertEquals(Reason.EVENTUAL, read());
        Scopes.Binding inner = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.REPLICA_BEHIND, read());
        inner.close();
        assertEquals(Reason.REPLICA_BEHIND, read(), "back in the outer method the stricter route serves too");
        outer.close();
    }

    @Test
    void anotherCallerIsDecidedAnewAndTheLargerRequirementIsKept() throws ServerFault {
        read("bob");
        writes("alice", 200);
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        caller = Optional.empty();
        assertEquals(Reason.ANONYMOUS, read());
        caller = Optional.of("alice");
        assertEquals(Reason.REPLICA_BEHIND, read(), "a log-in in the middle");
        caller = Optional.of("bob");
        assertEquals(Reason.REPLICA_BEHIND, read(), "what was seen for alice stays required");
        caller = Optional.empty();
        assertEquals(Reason.REPLICA_BEHIND, read(), "a log-out does not unlearn it");
        bound.close();
    }

    @Test
    void aWriteTurnsItsScopeToThePrimaryAlsoWhenItIsRolledBack() {
        Scopes.Binding request = scopes.carry(new Scope());
        Scopes.Binding bound = scopes.route(Freshness.EVENTUAL);
        assertEquals(Reason.EVENTUAL, read());
        transactions.begin();
        router.write();
        transactions.rollBack();
        assertEquals(Reason.WROTE, read());
        bound.close();
        Scopes.Binding later = scopes.route(Freshness.EVENTUAL);
        assertEquals(Reason.WROTE, read());
        later.close();
        request.close();
        assertEquals(Reason.CAUGHT_UP, read("alice"), "a rolled-back write binds no later request");
    }

    @Test
    void aTransactionThatHasTouchedThePrimaryStaysThere() {
        transactions.begin();
        router.sent(router.read());
        assertEquals(Reason.IN_TRANSACTION, read("alice"), "it began with a read outside routed code");
        transactions.commit();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aCommitRaisesTheMarkAndARollbackDoesNot() throws ServerFault {
        read("bob");
        transactions.begin();
        router.write();
        primaryServer.answers(at(200));
        transactions.rollBack();
        assertEquals(Reason.CAUGHT_UP, read("alice"));

        transactions.begin();
        router.write();
        transactions.commit();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void aRollbackAfterSomethingWasLearnedOnThePrimaryRaisesTheMark() throws ServerFault {
        read("alice");
        read("bob");
        primaryServer.answers(at(200));
        transactions.begin();
        router.write();
        router.learned();
        transactions.rollBack();
        assertEquals(Reason.REPLICA_BEHIND, read("bob"));
        assertEquals(Reason.CAUGHT_UP, read("alice"));

        transactions.begin();
        caller = Optional.of("alice");
        router.write();
        router.sent(router.read());
        transactions.rollBack();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"), "a read on the primary may be the reason as well");
    }

    /** A write of alice's in a transaction, on that server process. */
    private void writesOn(int backend) {
        caller = Optional.of("alice");
        transactions.begin();
        router.write().sending(FakeBackends.number(backend));
    }

    @Test
    void theDoubtOfOneWhoOnlyActedEndsWithTheProcessOfThoseWhoWrote() {
        read("alice");
        writesOn(7);
        router.acts("bob");
        backends.inTransaction(7, "monday", "noon");
        transactions.failAtCommit();
        settlement.settle();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "bob"), "the commit may yet happen");
        backends.ends(7);
        settlement.settle();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "bob"));
    }

    @Test
    void aRollbackThatCameInsteadOfACommitRaisesTheMarkOnceItIsOver() throws ServerFault {
        read("alice");
        writesOn(7);
        backends.inTransaction(7, "monday", "noon");
        transactions.failAtCommit();
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"), "the commit may yet happen");
        primaryServer.answers(at(200));
        backends.fallsSilent();
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        backends.answersAgain();
        backends.betweenTransactions(7, "monday");
        settlement.settle();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"), "it may have happened");
        replicaServer.answers(at(200));
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aConstraintThatFailsAtCommitPinsNobodyForLong() {
        read("alice");
        writesOn(7);
        backends.betweenTransactions(7, "monday");
        transactions.failAtCommit();
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aCommitInDoubtIsOverWhenItsProcessIsInAnotherTransactionOrGone() {
        read("alice");
        writesOn(7);
        backends.inTransaction(7, "monday", "noon");
        transactions.end(TransactionState.Outcome.UNKNOWN);
        settlement.settle();
        backends.inTransaction(7, "monday", "one o'clock");
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"));

        writesOn(8);
        backends.inTransaction(8, "monday", "noon");
        transactions.end(TransactionState.Outcome.UNKNOWN);
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        backends.inTransaction(8, "tuesday", "noon");
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"), "the number was given to another process");

        writesOn(9);
        transactions.end(TransactionState.Outcome.UNKNOWN);
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"), "there is none");
    }

    @Test
    void aStatementInDoubtMayStillBeReadByAProcessThatIsIdle() {
        read("alice");
        Write write = router.write();
        write.sending(FakeBackends.number(7));
        write.committing();
        backends.betweenTransactions(7, "monday");
        write.inDoubt(Write.Lost.STATEMENT);
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        backends.inTransaction(7, "monday", "noon");
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        backends.betweenTransactions(7, "monday");
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aStatementInDoubtIsNotWaitedForForEver() {
        read("alice");
        Write write = router.write();
        write.sending(FakeBackends.number(7));
        backends.betweenTransactions(7, "monday");
        write.inDoubt(Write.Lost.STATEMENT);
        settlement.settle();
        passes(DEADLINE);
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aCommitInDoubtOnAProcessThatIsNotKnownIsLeftToItsDeadline() {
        read("alice");
        caller = Optional.of("alice");
        transactions.begin();
        router.write().sending(Optional.empty());
        transactions.failAtCommit();
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        primaryServer.answers(at(200));
        passes(DEADLINE);
        entries.renew();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    /** Time goes on here and in the store. */
    private void passes(Duration duration) {
        time.addAndGet(duration.toNanos());
        marks.timePasses(duration);
        samples();
    }

    /** The servers are polled, so that the replica's lag is small again. */
    private void samples() {
        try {
            primary.positionAfterNow();
            replica.fresh(WAIT);
        } catch (ServerFault fault) {
            throw new IllegalStateException(fault);
        }
    }

    @Test
    void aWriteIsPendingFromItsFirstStatementToItsCommit() throws ServerFault {
        read("alice");
        writesOn(7);
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"));
        assertEquals(Reason.WRITE_PENDING, readElsewhere("alice"), "another request of hers");
        assertEquals(Reason.CAUGHT_UP, readElsewhere("bob"));
        primaryServer.answers(at(200));
        transactions.commit();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
    }

    /** A read outside the transaction of this thread. */
    private Reason readElsewhere(String who) {
        Scopes elsewhere = new Scopes();
        Router other = new Router(
                elsewhere,
                () -> Optional.of(who),
                Transactions.none(),
                Optional.of(new Router.Replication(replica, primary, store, recorder)),
                new RouterSettings(Policy.REPLICA, WAIT, Duration.ofSeconds(1)),
                time::get,
                new RouteCounters(),
                decision -> {});
        Scopes.Binding bound = elsewhere.route(Freshness.READ_YOUR_WRITES);
        Reason reason = other.read().reason();
        bound.close();
        return reason;
    }

    @Test
    void aRollbackThatWasAskedForTakesThePendingWriteAway() {
        read("alice");
        writesOn(7);
        transactions.rollBack();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
    }

    @Test
    void aWriteInATransactionThatCanOnlyBeRolledBackIsNotPendingForEver() {
        read("alice");
        transactions.begin();
        transactions.isMarkedForRollback();
        router.write().sending(FakeBackends.number(7));
        transactions.rollBack();
        entries.renew();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aTransactionThatIsLongerThanTheDeadlineStaysPending() {
        read("alice");
        writesOn(7);
        for (int i = 0; i < 6; i++) {
            passes(DEADLINE.dividedBy(2));
            entries.renew();
        }
        assertEquals(Reason.WRITE_PENDING, readElsewhere("alice"));
        transactions.commit();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        passes(DEADLINE);
        entries.renew();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"), "it is not renewed any more");
    }

    @Test
    void whatIsLeftOfANodeThatDiedIsSettledByWhoeverFindsIt() throws ServerFault {
        read("alice");
        writesOn(7);
        primaryServer.answers(at(200));
        assertEquals(Reason.WRITE_PENDING, readElsewhere("alice"));
        passes(DEADLINE);
        assertEquals(Reason.REPLICA_BEHIND, readElsewhere("alice"), "it may have been committed just before");
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
        replicaServer.answers(at(200));
        assertEquals(Reason.CAUGHT_UP, readElsewhere("alice"));
    }

    @Test
    void aWriteThatCannotBeAnnouncedGoesOn() throws ServerFault {
        read("alice");
        marks.goesDown();
        writesOn(7);
        transactions.commit();
        marks.comesBack();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"));
        store.probe();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void anAdditionThatArrivesAlthoughItsAnswerIsLostPinsNobody() {
        read("alice");
        marks.losesAnAnswer();
        writesOn(7);
        transactions.commit();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"), "nobody could take it away");
        store.probe();
        entries.renew();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    private Router routerWith(PendingSettings.Policy policy, PendingSettings.Unavailable unavailable) {
        PendingSettings other = new PendingSettings(policy, unavailable, DEADLINE, WAIT);
        PendingEntries with = new PendingEntries(store, primary, other, Runnable::run, time::get);
        return router(
                Policy.REPLICA,
                Optional.of(new Router.Replication(
                        replica, primary, store, new WriteRecorder(primary, store, with, settlement))));
    }

    @Test
    void aWriteThatCannotBeAnnouncedIsRefusedWhereThatIsSet() {
        read("alice");
        router = routerWith(PendingSettings.Policy.FIRST_WRITE, PendingSettings.Unavailable.REFUSE);
        Write first = router.write();
        marks.goesDown();
        first.sending(Optional.empty());
        assertThrows(WriteRefused.class, first::committing);
        assertThrows(WriteRefused.class, () -> router.write().sending(Optional.empty()), "known from now on");
    }

    @Test
    void aWriteMayBeAnnouncedOnlyBeforeItsCommit() {
        read("alice");
        router = routerWith(PendingSettings.Policy.COMMIT, PendingSettings.Unavailable.PROCEED);
        Write write = router.write();
        write.sending(Optional.empty());
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
        write.committing();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"));
        write.ended();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
    }

    @Test
    void pendingWritesMayBeTurnedOffUntilACommitIsInDoubt() {
        read("alice");
        router = routerWith(PendingSettings.Policy.OFF, PendingSettings.Unavailable.PROCEED);
        Write write = router.write();
        write.sending(FakeBackends.number(7));
        write.committing();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
        write.inDoubt(Write.Lost.COMMIT);
        assertEquals(Reason.WRITE_PENDING, readElsewhere("alice"));
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, readElsewhere("alice"));
    }

    @Test
    void aFirstWriteDuringCompletionIsAnnouncedBeforeItIsSent() {
        read("alice");
        router = routerWith(PendingSettings.Policy.COMMIT, PendingSettings.Unavailable.PROCEED);
        transactions.begin();
        router.write();
        transactions.completing();
        caller = Optional.of("bob");
        router.write().sending(Optional.empty());
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "bob"));
        transactions.end(TransactionState.Outcome.COMMITTED);
    }

    @Test
    void whatNobodyHasAnnouncedYetIsAnnouncedByWhoeverCommits() {
        read("alice");
        PendingEntries busy = new PendingEntries(store, primary, pending, task -> {}, time::get);
        router = router(
                Policy.REPLICA,
                Optional.of(new Router.Replication(
                        replica, primary, store, new WriteRecorder(primary, store, busy, settlement))));
        writesOn(7);
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
        transactions.completing();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"));
        transactions.end(TransactionState.Outcome.COMMITTED);
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
    }

    @Test
    void aStoreThatIsRestoredFromAnOlderSnapshotHidesNoWrite() throws ServerFault {
        read("alice");
        marks.isSaved();
        writes("alice", 200);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        marks.isRestored();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void theFloorOfAStoreThatLostSomethingIsRaisedWithoutAReader() throws ServerFault {
        read("alice");
        servers(200, 100);
        marks.isEmptied();
        time.addAndGet(Duration.ofSeconds(1).toNanos());
        marks.timePasses(Duration.ofSeconds(1));
        store.probe();
        assertEquals(Optional.of(at(200)), store.lastFloor());
    }

    @Test
    void aClockOfTheStoreThatWasSetRaisesTheFloor() throws ServerFault {
        read("alice");
        servers(200, 100);
        passes(Duration.ofMinutes(10));
        assertEquals(Reason.CAUGHT_UP, read("alice"), "time that passes is no step");
        marks.timePasses(Duration.ofHours(1));
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"));
        assertEquals(Reason.STORE_UNAVAILABLE, read("bob"));
        store.probe();
        assertEquals(Reason.REPLICA_BEHIND, read("bob"));
    }

    @Test
    void aClockThatWasSetIsNoticedWithoutAReader() throws ServerFault {
        read("alice");
        servers(200, 100);
        passes(Duration.ofSeconds(1));
        store.probe();
        passes(Duration.ofSeconds(1));
        marks.timePasses(Duration.ofHours(-1));
        store.probe();
        store.probe();
        assertEquals(Reason.REPLICA_BEHIND, read("bob"));
    }

    @Test
    void aStoreThatEvictsIsUsedAfterAWarningOrNotByCallersReads() {
        marks.evicts();
        store.probe();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        assertEquals(Optional.empty(), store.problem());
        GuardedStore strict =
                new GuardedStore(marks, primary, StoreSettings.of(Unsafe.REFUSE, Duration.ofHours(1)), time::get);
        router = router(
                Policy.REPLICA,
                Optional.of(new Router.Replication(
                        replica, primary, strict, new WriteRecorder(primary, strict, entries, settlement))));
        strict.probe();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"));
        assertEquals(Optional.of("the fake store evicts"), strict.problem());
        caller = Optional.empty();
        assertEquals(Reason.ANONYMOUS, readIn(Freshness.READ_YOUR_WRITES));
    }

    @Test
    void aTransactionThatCannotBeWatchedTakesNoWriteAtAll() {
        transactions.begin();
        transactions.refusesToBeWatched();
        assertThrows(IllegalStateException.class, router::write);
        assertThrows(IllegalStateException.class, router::write, "nor at the second attempt");
    }

    @Test
    void aWriteForWhichTheServerNoLongerKnowsTheCallerIsTheScopes() {
        read("bob");
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        caller = Optional.of("alice");
        read();
        caller = Optional.empty();
        transactions.begin();
        router.write();
        bound.close();
        primaryServer.answers(at(200));
        transactions.commit();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void everyoneWhoWroteInALocalTransactionHasTheirMarkRaised() throws ServerFault {
        assertEquals(Reason.CAUGHT_UP, read("carol"));
        caller = Optional.empty();
        Write write = router.write();
        for (String who : List.of("alice", "bob")) {
            caller = Optional.of(who);
            router.again(write);
        }
        servers(200, 100);
        write.ended();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.REPLICA_BEHIND, read("bob"));
        assertEquals(Reason.CAUGHT_UP, read("carol"));
    }

    @Test
    void oneMoreWriteOfALocalTransactionTurnsItsOwnScope() {
        Write write = router.write();
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        router.again(write);
        assertEquals(Reason.WROTE, read());
        bound.close();
    }

    @Test
    void aCallerThatFailsIsHeardOfBeforeTheWriteIsSent() {
        Router failing = new Router(
                scopes,
                () -> {
                    throw new IllegalStateException("who is it?");
                },
                transactions,
                Optional.of(new Router.Replication(replica, primary, store, recorder)),
                new RouterSettings(Policy.REPLICA, WAIT, WAIT),
                time::get,
                new RouteCounters(),
                decision -> {});
        assertThrows(IllegalStateException.class, failing::write);
    }

    @Test
    void aStoreThatIsDownIsAReasonAndIsAskedOnce() {
        read("alice");
        marks.goesDown();
        int before = marks.calls();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"));
        assertEquals(Reason.STORE_UNAVAILABLE, read("bob"));
        assertEquals(before + 1, marks.calls(), "after the first failure only the probe asks");
        store.probe();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"));
        marks.comesBack();
        store.probe();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aMarkThatCouldNotBeStoredIsOwedAndPaidBeforeTheStoreIsUsedAgain() throws ServerFault {
        read("alice");
        marks.goesDown();
        writes("alice", 200);
        marks.comesBack();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"), "the store answers, but lacks the mark");
        store.probe();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.REPLICA_BEHIND, read("bob"), "the floor is everybody's");
        replicaServer.answers(at(200));
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aProbeSurvivesWhateverTheStoreThrows() {
        read("alice");
        marks.goesDown();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"));
        marks.breaks();
        store.probe();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"));
        marks.comesBack();
        store.probe();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aPositionThatCouldNotBeReadAfterACommitIsOwedToo() throws ServerFault {
        read("alice");
        Write write = router.write();
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        write.ended();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"));
        store.probe();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"), "not paid while the primary does not answer");
        primaryServer.answers(at(300));
        store.probe();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void aReplicaThatDoesNotAnswerIsUnavailable() {
        replicaServer.fails(ServerFault.Kind.UNREACHABLE, "connection refused");
        replica.fresh(WAIT);
        assertEquals(Reason.REPLICA_UNAVAILABLE, readIn(Freshness.EVENTUAL));
        assertEquals(0, marks.calls(), "the store is not asked for what cannot be used");
        replicaServer.answers(at(100));
        replica.fresh(WAIT);
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
    }

    @Test
    void aReplicaThatLosesAConnectionServesNothingBeforeAPollFindsItWell() {
        replicaServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        assertEquals(Reason.REPLICA_UNAVAILABLE, insteadOfAReplica(ReplicaFault.LOST));
        assertEquals(Reason.REPLICA_UNAVAILABLE, readIn(Freshness.EVENTUAL));
        replicaServer.answers(at(100));
        replica.fresh(WAIT);
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
    }

    @Test
    void aReplicaThatIsBusyOrHadToCancelAReadServesOthers() {
        assertEquals(Reason.REPLICA_UNAVAILABLE, insteadOfAReplica(ReplicaFault.BUSY));
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
        assertEquals(Reason.REPLICA_CONFLICT, insteadOfAReplica(ReplicaFault.CONFLICT));
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
    }

    private Reason insteadOfAReplica(ReplicaFault fault) {
        Decision failed = Decision.of(Reason.EVENTUAL);
        Decision instead = router.instead(failed, fault, "why");
        assertEquals(Route.PRIMARY, instead.route());
        return instead.reason();
    }

    @Test
    void aServerThatIsNoReplicaIsIneligible() {
        replicaServer.fails(ServerFault.Kind.UNFIT, "not in recovery");
        replica.fresh(WAIT);
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL));
    }

    @Test
    void aReplicaOfAnotherClusterIsIneligible() {
        replicaServer.answers(new ClusterId(43), at(1000));
        String problem = replica.fresh(WAIT).problem().orElseThrow();
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL));
        assertTrue(problem.contains("43") && problem.contains("42"), problem);
    }

    @Test
    void aReplicaThatLagsForHalfTheHorizonIsIneligible() throws ServerFault {
        servers(200, 100);
        time.addAndGet(MAX_LAG.toNanos() - 1);
        replica.fresh(WAIT);
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
        time.incrementAndGet();
        replica.fresh(WAIT);
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL));
    }

    @Test
    void beforeThePrimaryHasAnsweredNothingCanBeCompared() throws Exception {
        FakeServer silent = new FakeServer();
        try (PrimaryWatch unknown = new PrimaryWatch(silent, Duration.ofHours(1), Duration.ofMillis(1), time::get);
                ReplicaWatch watched =
                        new ReplicaWatch(replicaServer, unknown, Duration.ofHours(1), MAX_LAG, time::get)) {
            new Thread(watched).start();
            watched.fresh(WAIT);
            router = router(Policy.REPLICA, Optional.of(new Router.Replication(watched, unknown, store, recorder)));
            assertEquals(Reason.PRIMARY_UNKNOWN, readIn(Freshness.EVENTUAL));
        }
    }

    @Test
    void aTraceListsTheFirstRoutesAndCountsTheRest() {
        Scope scope = new Scope();
        Scopes.Binding bound = scopes.carry(scope);
        router.sent(router.read());
        router.sent(router.writeDecision());
        assertEquals(
                new Scope.Trace(List.of(Route.PRIMARY, Route.PRIMARY), 0, Optional.of(Reason.NOT_ROUTED)),
                scope.trace());
        for (int i = 0; i < Scope.TRACED; i++) {
            router.sent(router.writeDecision());
        }
        assertEquals(Scope.TRACED, scope.trace().routes().size());
        assertEquals(2, scope.trace().more());
        bound.close();
    }

    @Test
    void theLogTellsTheMarkBeforeEachRouteAndTheMarkAfter() {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.tidemark.routing");
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        try {
            Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
            router.sent(router.read());
            writes("alice", 200);
            bound.close();
        } finally {
            logger.setLevel(null);
            logger.removeHandler(handler);
        }
        assertEquals(
                List.of(
                        "alice: mark before none, floor none",
                        "replica (CAUGHT_UP): required 1:0/64, replayed 1:0/64",
                        "alice: mark now 1:0/C8"),
                lines);
    }

    @Test
    void aThreadIsLeftAsItWasFound() {
        Scope carried = new Scope();
        Scopes.Binding request = scopes.carry(carried);
        Scopes.Binding bound = scopes.route(Freshness.EVENTUAL);
        assertEquals(Optional.of(carried), scopes.scope());
        bound.close();
        assertEquals(Reason.NOT_ROUTED, read());
        request.close();
        assertEquals(Optional.empty(), scopes.scope());
    }
}
