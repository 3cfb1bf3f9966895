package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.OverBudget;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.Routing.ReplicaFault;
import io.tidemark.servers.Await;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests shadow mode: reads run on the primary, and are counted as if they were routed. */
class ShadowModeTest extends PrimaryAndReplica {

    private static final ReadTerms OWN_WRITES = ReadTerms.of(Freshness.READ_YOUR_WRITES);

    @BeforeEach
    void shadowModeIsOnAndAFloorIsSet() {
        read("alice");
        router.routing().to(ReadPolicy.SHADOW);
    }

    /** Runs a read of the bound scope. */
    private Decision sent() {
        Decision decision = router.routeRead();
        assertEquals(Route.PRIMARY, decision.route());
        router.statementSent(decision);
        router.readSucceeded(decision);
        return decision;
    }

    /** Runs a read of the caller in its own scope. */
    private Decision sent(String who, ReadTerms terms) {
        caller = Optional.of(who);
        Scopes.Binding bound = router.begin(terms);
        try {
            return sent();
        } finally {
            bound.close();
        }
    }

    private Decision sent(String who) {
        return sent(who, OWN_WRITES);
    }

    private Scopes.Binding calls(String who) {
        caller = Optional.of(who);
        return router.begin(OWN_WRITES);
    }

    /** Returns the counts other than zero. */
    private Map<Reason, Long> counted() {
        return router.shadow().counts().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void readsRunOnThePrimaryAndAreCountedAsIfTheyWereRouted() {
        assertEquals(Reason.SHADOW, sent("alice").reason());
        assertEquals(Reason.SHADOW, sent("bob").reason());
        assertEquals(
                Reason.SHADOW, sent("bob", ReadTerms.of(Freshness.EVENTUAL)).reason());
        assertEquals(Reason.LATEST, sent("bob", ReadTerms.of(Freshness.LATEST)).reason());
        assertEquals(Reason.NOT_ROUTED, sent().reason());
        assertEquals(
                Map.of(Reason.CAUGHT_UP, 2L, Reason.EVENTUAL, 1L, Reason.LATEST, 1L, Reason.NOT_ROUTED, 1L), counted());
        assertEquals(0, router.shadow().waits());
    }

    @Test
    void outsideShadowModeNothingIsCounted() {
        router.routing().to(ReadPolicy.PRIMARY);
        assertEquals(Reason.ROUTING_OFF, sent("alice").reason());
        assertFalse(router.shadow().counted());
    }

    @Test
    void aReadThatWouldWaitDoesNotAndCountsAsAWait() {
        writes("alice", 200);
        long begun = System.nanoTime();
        Decision decision = sent("alice");
        assertTrue(System.nanoTime() - begun < REPLICA_WAIT.toNanos());
        assertEquals(Reason.SHADOW, decision.reason());
        assertEquals(Optional.of(at(200)), decision.required());
        assertEquals(1, router.shadow().waits());
        assertEquals(Map.of(), counted());
        assertEquals(Reason.SHADOW, sent("bob").reason());
        assertEquals(Map.of(Reason.CAUGHT_UP, 1L), counted());
    }

    @Test
    void withoutAWaitTheReadWouldBeOnThePrimary() {
        writes("alice", 200);
        sent("alice", new ReadTerms(Freshness.READ_YOUR_WRITES, Optional.of(Duration.ZERO), OverBudget.REFUSE));
        assertEquals(Map.of(Reason.REPLICA_BEHIND, 1L), counted());
        assertEquals(0, router.shadow().waits());
    }

    @Test
    void theNextReadsOfAScopeThatWouldHaveWaitedDependOnWhenTheReplicaCatchesUp() throws ServerFault {
        writes("alice", 200);
        Scopes.Binding bound = calls("alice");
        sent();
        sent();
        assertEquals(2, router.shadow().waits(), "both depend on the wait of the first");
        time.addAndGet(REPLICA_WAIT.toNanos());
        sent();
        assertEquals(Map.of(Reason.REPLICA_BEHIND, 1L), counted(), "the wait would be over");
        servers(200, 200);
        sent();
        assertEquals(2, router.shadow().waits());
        assertEquals(Map.of(Reason.REPLICA_BEHIND, 1L, Reason.CAUGHT_UP, 1L), counted());
        bound.close();
    }

    /** The interval of the polls is longer than this test. */
    @Test
    void aReadThatWouldWaitMakesTheReplicaBePolled() throws Exception {
        writes("alice", 200);
        replicaServer.answers(at(200));
        sent("alice");
        Await.until("a poll", WAIT, () -> replica.covers(Optional.of(at(200))));
        assertEquals(
                Reason.CAUGHT_UP,
                sent("alice").shadow().orElseThrow().decision().reason());
    }

    @Test
    void whatIsWrittenInShadowModeIsRequiredAfterwards() {
        writes("alice", 200);
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("bob"));
    }

    @Test
    void aScopeThatWroteStaysOnThePrimaryAsIfItWereRouted() {
        Scopes.Binding bound = calls("alice");
        sent();
        router.beginWrite().afterCommit();
        router.statementSent(Decision.ofWrite(Optional.empty()));
        assertEquals(Reason.WROTE, sent().reason());
        bound.close();
        assertEquals(Map.of(Reason.CAUGHT_UP, 1L, Reason.WRITE, 1L, Reason.WROTE, 1L), counted());
    }

    @Test
    void aReadOfShadowModeDoesNotKeepItsTransactionOnThePrimaryAsIfItWereRouted() {
        Scopes.Binding bound = calls("alice");
        transactions.begin();
        router.primaryEnlisted();
        sent();
        sent();
        assertEquals(Map.of(Reason.CAUGHT_UP, 2L), counted());
        router.stayOnPrimary();
        assertEquals(Reason.IN_TRANSACTION, sent().reason(), "it begins to commit");
        transactions.commit();
        sent();
        assertEquals(Map.of(Reason.CAUGHT_UP, 3L, Reason.IN_TRANSACTION, 1L), counted());
        bound.close();
    }

    @Test
    void aReadThatRoutingKeepsOnThePrimaryKeepsItsTransactionThere() throws ServerFault {
        writes("alice", 200);
        transactions.begin();
        sent("alice", new ReadTerms(Freshness.READ_YOUR_WRITES, Optional.of(Duration.ZERO), OverBudget.REFUSE));
        servers(200, 200);
        assertEquals(Reason.IN_TRANSACTION, sent("alice").reason());
        transactions.commit();
        assertEquals(Map.of(Reason.REPLICA_BEHIND, 1L, Reason.IN_TRANSACTION, 1L), counted());
    }

    @Test
    void aTransactionThatReadInShadowModeStaysOnThePrimaryWhenReadsAreRoutedAgain() {
        Scopes.Binding bound = calls("alice");
        transactions.begin();
        sent();
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.IN_TRANSACTION, read());
        transactions.commit();
        assertEquals(Reason.CAUGHT_UP, read());
        bound.close();
    }

    @Test
    void aReadOfTheClockIsCountedByTheReplicasClock() {
        Scopes.Binding bound = calls("alice");
        router.statementSent(router.routeReadByClock());
        bound.close();
        assertEquals(Map.of(Reason.REPLICA_CLOCK, 1L), counted(), "the fake servers have no clock");
    }

    @Test
    void monotonicReadsOfOneScopeStayOnTheReplicaAsIfTheyWereRouted() {
        caller = Optional.of("alice");
        Scopes.Binding bound = router.begin(ReadTerms.of(Freshness.MONOTONIC));
        sent();
        primaryServer.answers(at(200));
        sent();
        assertEquals(Map.of(Reason.CAUGHT_UP, 2L), counted());
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.REPLICA_BEHIND, read(), "the primary may have shown more than the replica has");
        bound.close();
    }

    @Test
    void aReplicaReturnsFromItsQuarantineAlthoughNoReadProbesIt() {
        for (int i = 0; i < 10; i++) {
            router.failedOnReplicaOnly(onReplica(), "bad page");
        }
        sent("alice");
        assertEquals(Map.of(Reason.REPLICA_INELIGIBLE, 1L), counted());
        passes(Duration.ofSeconds(11));
        sent("alice");
        sent("bob");
        assertEquals(Map.of(Reason.REPLICA_INELIGIBLE, 1L, Reason.CAUGHT_UP, 2L), counted());
    }

    @Test
    void aReadThatFailedOnAReplicaBeforeShadowModeIsRetriedOnThePrimary() {
        Scopes.Binding bound = calls("alice");
        Decision other = router.reroute(onReplica(), List.of(), ReplicaFault.CONFLICT, "replay");
        assertEquals(Reason.REPLICA_CONFLICT, other.reason());
        bound.close();
    }

    @Test
    void aReadAsksTheStoreAsOftenAsIfItWereRouted() {
        int before = marks.calls();
        sent("alice");
        int inShadow = marks.calls() - before;
        router.routing().to(ReadPolicy.REPLICA);
        read("alice");
        assertEquals(inShadow, marks.calls() - before - inShadow);
    }

    @Test
    void theLogShowsBothDecisions() {
        assertEquals(
                "primary (SHADOW): required 1:0/64, replayed 1:0/64, as if replica (CAUGHT_UP)",
                sent("bob").toString());
        writes("alice", 200);
        assertEquals(
                "primary (SHADOW): required 1:0/C8, replayed 1:0/64, as if primary (REPLICA_BEHIND) unless a wait helps",
                sent("alice").toString());
    }
}
