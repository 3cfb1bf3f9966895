package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.OverBudget;
import io.tidemark.ReadsUnavailable;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.PortablePosition;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests that what a caller has read under {@link Freshness#MONOTONIC} is required by its later reads. */
class MonotonicReadsTest extends PrimaryAndReplica {

    private static final ReadTerms MONOTONIC = ReadTerms.of(Freshness.MONOTONIC);

    /** A call that reads once. */
    private Decision call(String who) {
        return call(who, MONOTONIC);
    }

    private Decision call(String who, ReadTerms terms) {
        caller = Optional.of(who);
        Scopes.Binding bound = router.begin(terms);
        try {
            return sent();
        } finally {
            bound.close();
        }
    }

    private Decision sent() {
        Decision decision = router.routeRead();
        router.statementSent(decision);
        router.readSucceeded(decision);
        return decision;
    }

    /** Creates a floor below the positions of the tests, as an earlier read does. */
    private void withAFloor() {
        call("alice", ReadTerms.of(Freshness.READ_YOUR_WRITES));
    }

    /** Begins a call of alice, while the replica is at 200 of the primary's 300. */
    private Scopes.Binding aliceCalls() throws ServerFault {
        withAFloor();
        servers(300, 200);
        caller = Optional.of("alice");
        return router.begin(MONOTONIC);
    }

    private ScopePropagation contexts() {
        return new ScopePropagation(scopes, new CurrentCaller(scopes, () -> caller), router, Optional.of(primary));
    }

    @Test
    void aReadOnAReplicaRequiresItsPositionFromTheNextCall() throws ServerFault {
        withAFloor();
        servers(300, 200);
        assertEquals(Reason.CAUGHT_UP, call("alice").reason());
        servers(300, 150);
        assertEquals(Reason.REPLICA_BEHIND, call("alice").reason());
        assertEquals(Reason.CAUGHT_UP, call("bob").reason(), "only the reader's own reads count");
    }

    @Test
    void aReadUnderTheDefaultFreshnessRaisesNothing() throws ServerFault {
        withAFloor();
        servers(300, 200);
        assertEquals(
                Reason.CAUGHT_UP,
                call("alice", ReadTerms.of(Freshness.READ_YOUR_WRITES)).reason());
        servers(300, 150);
        assertEquals(Reason.CAUGHT_UP, call("alice").reason());
    }

    @Test
    void thePositionIsReadAfterTheRead() throws ServerFault {
        Scopes.Binding bound = aliceCalls();
        sent();
        replicaServer.answers(at(250));
        bound.close();
        assertEquals(Optional.of(at(250)), call("alice").required());
    }

    @Test
    void aReadOnThePrimaryRequiresThePrimarysPosition() throws ServerFault {
        withAFloor();
        writes("alice", 250);
        primaryServer.answers(at(300));
        assertEquals(Reason.REPLICA_BEHIND, call("alice").reason());
        servers(300, 280);
        assertEquals(Reason.REPLICA_BEHIND, call("alice").reason(), "the primary has shown more than the write");
        servers(300, 300);
        assertEquals(Reason.CAUGHT_UP, call("alice").reason());
    }

    @Test
    void laterReadsOfTheSameCallRequireTheEarlierOnes() throws ServerFault {
        Scopes.Binding bound = aliceCalls();
        assertEquals(Route.REPLICA, sent().route());
        replicaServer.answers(at(220));
        assertEquals(Optional.of(at(220)), sent().required());
        int fetched = marks.calls();
        assertEquals(Route.REPLICA, sent().route());
        assertEquals(fetched, marks.calls(), "the held route asks the store for nothing");
        bound.close();
        assertEquals(fetched + 1, marks.calls(), "one raise for the whole call");
    }

    @Test
    void aReplicaThatHasGoneBackDoesNotServeTheSameCallAgain() throws ServerFault {
        Scopes.Binding bound = aliceCalls();
        assertEquals(Route.REPLICA, sent().route());
        replicaServer.answers(at(150));
        assertEquals(Reason.REPLICA_BEHIND, sent().reason());
        bound.close();
    }

    @Test
    void aReplicaThatMayHaveRestartedSinceTheReadIsReplacedByThePrimarysPosition() throws ServerFault {
        Scopes.Binding bound = aliceCalls();
        sent();
        replica.suspect("a connection was lost");
        // It has replayed more than was known before the read, and less than the read may have shown.
        replicaServer.answers(at(210));
        replica.awaitPoll(WAIT);
        bound.close();
        assertEquals(Optional.of(at(300)), call("alice").required());
    }

    @Test
    void anotherPollingConnectionMayLeadToAnotherIncarnation() throws ServerFault {
        Scopes.Binding bound = aliceCalls();
        sent();
        replicaServer.answers(FakeServer.reading(FakeServer.CLUSTER, at(210)).over(2));
        bound.close();
        assertEquals(Optional.of(at(300)), call("alice").required());
    }

    @Test
    void aReadThatFailsIsNotRemembered() throws ServerFault {
        Scopes.Binding bound = aliceCalls();
        router.statementSent(router.routeRead());
        int calls = marks.calls();
        bound.close();
        assertEquals(calls, marks.calls());
    }

    @Test
    void anUnknownPositionConcernsItsCallerOnly() throws ServerFault {
        Scopes.Binding bound = aliceCalls();
        sent();
        replicaServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        bound.close();
        replicaServer.answers(at(200));
        replica.awaitPoll(WAIT);
        assertEquals(Reason.WRITE_PENDING, call("alice").reason());
        assertEquals(
                Reason.CAUGHT_UP,
                call("bob", ReadTerms.of(Freshness.READ_YOUR_WRITES)).reason());
    }

    @Test
    void aReplicaThatFailsAfterTheReadIsReplacedByThePrimarysPosition() throws ServerFault {
        Scopes.Binding bound = aliceCalls();
        sent();
        replicaServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        bound.close();
        replicaServer.isMended();
        servers(300, 299);
        assertEquals(Optional.of(at(300)), call("alice").required());
    }

    @Test
    void anInnerCallIsNotLessMonotonicThanTheOuterOne() throws ServerFault {
        Scopes.Binding outer = aliceCalls();
        Scopes.Binding inner = router.begin(ReadTerms.of(Freshness.READ_YOUR_WRITES));
        sent();
        inner.close();
        outer.close();
        servers(300, 150);
        assertEquals(Reason.REPLICA_BEHIND, call("alice").reason());
    }

    @Test
    void workThatIsHandedOverRecordsItsReadsAtItsEnd() throws ServerFault {
        Scopes.Binding bound = aliceCalls();
        WorkContext work = contexts().current();
        bound.close();
        work.run(this::sent);
        servers(300, 150);
        assertEquals(Reason.REPLICA_BEHIND, call("alice").reason());
    }

    @Test
    void workThatIsHandedOverRequiresTheReadsBeforeIt() throws ServerFault {
        Scopes.Binding bound = aliceCalls();
        sent();
        WorkContext work = contexts().current();
        work.run(() -> assertEquals(Optional.of(at(200)), sent().required()));
        bound.close();
    }

    @Test
    void workThatBeginsWhileThePositionIsReadRequiresTheReadsBeforeItToo() throws Exception {
        withAFloor();
        servers(300, 200);
        caller = Optional.of("alice");
        CompletableFuture<WorkContext> work = new CompletableFuture<>();
        Thread calling = new Thread(() -> {
            Scopes.Binding bound = router.begin(MONOTONIC);
            sent();
            work.complete(contexts().current());
            replicaServer.freezes();
            bound.close();
        });
        calling.start();
        WorkContext handedOver = work.get();
        while (calling.getState() != Thread.State.TIMED_WAITING && calling.isAlive()) {
            Thread.onSpinWait();
        }
        handedOver.run(() -> assertTrue(sent().required().orElseThrow().covers(at(200)), "it requires what was read"));
        replicaServer.thaws();
        calling.join();
    }

    @Test
    void aClientWithoutACallerReceivesThePosition() throws ServerFault {
        servers(300, 200);
        caller = Optional.empty();
        Scope scope = Scope.ofClient(Optional.empty());
        Scopes.Binding request = scopes.carry(scope);
        Scopes.Binding bound = router.begin(MONOTONIC);
        assertEquals(Reason.ANONYMOUS, sent().reason());
        bound.close();
        request.close();
        assertEquals(
                Optional.of(PortablePosition.of(FakeServer.CLUSTER, at(200))),
                scope.client().orElseThrow().mustSend());
    }

    @Test
    void aMarkThatCannotBeStoredIsOwedAndSentToTheClient() throws ServerFault {
        withAFloor();
        servers(300, 200);
        caller = Optional.of("alice");
        Scope scope = Scope.ofClient(Optional.empty());
        Scopes.Binding request = scopes.carry(scope);
        Scopes.Binding bound = router.begin(MONOTONIC);
        sent();
        marks.goesDown();
        bound.close();
        request.close();
        assertEquals(
                Optional.of(PortablePosition.of(FakeServer.CLUSTER, at(200))),
                scope.client().orElseThrow().mustSend());
        assertTrue(store.owesFloor());
    }

    private void primaryAnswers(long position, Set<Long> waiting) throws ServerFault {
        primaryServer.answers(
                FakeServer.reading(FakeServer.CLUSTER, at(position)).with(new PositionReading.Synchronous(waiting)));
        primary.positionAfterNow();
    }

    @Test
    void aPrimaryThatHidesACommitOfAReplicaDoesNotServe() throws Exception {
        primaryAnswers(300, Set.of(7L));
        ReadTerms terms = new ReadTerms(Freshness.MONOTONIC, Optional.of(Duration.ofMillis(20)), OverBudget.REFUSE);
        caller = Optional.of("alice");
        Scopes.Binding bound = router.begin(terms);
        Decision primaryRead = Decision.of(Reason.REPLICA_BEHIND);
        Thread clock = clock();
        assertThrows(ReadsUnavailable.class, () -> router.admit(primaryRead, () -> true));
        clock.interrupt();
        clock.join();
        primaryAnswers(300, Set.of());
        router.admit(primaryRead, () -> true);
        bound.close();
        primaryAnswers(300, Set.of(8L));
        Scopes.Binding other = router.begin(ReadTerms.of(Freshness.READ_YOUR_WRITES));
        int asked = primaryServer.enquiries();
        router.admit(primaryRead, () -> true);
        other.close();
        assertEquals(asked, primaryServer.enquiries(), "no other freshness waits for it");
    }

    /** Synchronous replication may have been switched on since the last poll. */
    @Test
    void aPrimaryMayHideACommitThatIsNewerThanItsLastAnswer() throws ServerFault {
        servers(300, 300);
        assertFalse(primary.mayHideCommits(Optional.empty()));
        assertFalse(primary.mayHideCommits(Optional.of(at(300))));
        assertTrue(primary.mayHideCommits(Optional.of(at(301))));
    }

    @Test
    void aPrimaryWhoseLastAnswerCoversTheReadIsNotAskedAgain() throws ServerFault {
        withAFloor();
        servers(300, 300);
        call("alice");
        caller = Optional.of("alice");
        Scopes.Binding bound = router.begin(MONOTONIC);
        router.routeRead();
        int asked = primaryServer.enquiries();
        router.admit(Decision.of(Reason.REPLICA_UNAVAILABLE), () -> true);
        assertEquals(asked, primaryServer.enquiries());
        bound.close();
    }

    /** Starts a thread that makes the time pass. */
    private Thread clock() {
        Thread clock = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                time.addAndGet(TimeUnit.MICROSECONDS.toNanos(1));
                Thread.onSpinWait();
            }
        });
        clock.start();
        return clock;
    }
}
