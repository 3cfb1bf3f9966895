package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.routing.RouterSettings.Policy;
import io.tidemark.routing.Routing.ReplicaFault;
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
    private static final Duration MAX_LAG = Duration.ofMinutes(30);

    private final AtomicLong time = new AtomicLong();
    private final FakeServer primaryServer = new FakeServer();
    private final FakeServer replicaServer = new FakeServer();
    private final PrimaryWatch primary = new PrimaryWatch(primaryServer, Duration.ofHours(1), WAIT, time::get);
    private final ReplicaWatch replica =
            new ReplicaWatch(replicaServer, primary, Duration.ofHours(1), MAX_LAG, time::get);
    private final FakeMarks marks = new FakeMarks();
    private final GuardedStore store = new GuardedStore(marks, primary);
    private final FakeTransactions transactions = new FakeTransactions();
    private final Scopes scopes = new Scopes();
    private Optional<String> caller = Optional.of("alice");
    private Router router = router(Policy.REPLICA);

    private static Position at(long bytes) {
        return new Position(1, new Lsn(bytes));
    }

    private Router router(Policy policy) {
        return router(
                policy,
                Optional.of(new Router.Replication(replica, primary, store, new WriteRecorder(primary, store))));
    }

    private Router router(Policy policy, Optional<Router.Replication> replication) {
        return new Router(
                scopes,
                () -> caller,
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

    @Test
    void aRollbackThatCameInsteadOfACommitRaisesTheMark() {
        read("alice");
        transactions.begin();
        router.write();
        primaryServer.answers(at(200));
        transactions.failAtCommit();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"), "the commit may have happened, and its answer been lost");
    }

    @Test
    void anUnknownOutcomeRaisesTheMark() {
        read("alice");
        transactions.begin();
        router.write();
        primaryServer.answers(at(200));
        transactions.end(TransactionState.Outcome.UNKNOWN);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
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
                Optional.of(new Router.Replication(replica, primary, store, new WriteRecorder(primary, store))),
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
            router = router(
                    Policy.REPLICA,
                    Optional.of(new Router.Replication(watched, unknown, store, new WriteRecorder(unknown, store))));
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
