package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.routing.Routing.ReplicaFault;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.Write;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests how long {@code Router} keeps a route within a scope. */
class StickinessTest extends PrimaryAndReplica {

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
        replica.awaitPoll(WAIT);
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
        replica.awaitPoll(WAIT);
        assertEquals(Reason.REPLICA_BEHIND, read(), "it restarted at an older position");
        bound.close();
    }

    @Test
    void aConnectionToAServerThatLacksTheMarkTurnsTheRestOfTheScope() {
        assertEquals(
                Reason.REPLICA_BEHIND,
                router.reroute(onReplica(), onReplica().replica().stream().toList(), ReplicaFault.BEHIND, "")
                        .reason(),
                "without a scope too");
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        Decision chosen = router.routeRead();
        assertEquals(Reason.CAUGHT_UP, chosen.reason());
        assertEquals(
                Reason.REPLICA_BEHIND,
                router.reroute(chosen, chosen.replica().stream().toList(), ReplicaFault.BEHIND, "")
                        .reason());
        assertEquals(Reason.REPLICA_BEHIND, read());
        bound.close();
        assertEquals(Reason.CAUGHT_UP, read("alice"), "another scope may meet a better one");
    }

    @Test
    void anotherCallerIsDecidedAnewAndTheLargerRequirementIsKept() throws ServerFault {
        read("bob");
        writes("alice", 200);
        Scopes.Binding request = scopes.carry(new Scope());
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
        request.close();
    }

    @Test
    void aWriteTurnsItsScopeToThePrimaryAlsoWhenItIsRolledBack() {
        Scopes.Binding request = scopes.carry(new Scope());
        Scopes.Binding bound = scopes.route(Freshness.EVENTUAL);
        assertEquals(Reason.EVENTUAL, read());
        transactions.begin();
        router.beginWrite();
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
    void oneMoreWriteOfALocalTransactionTurnsItsOwnScope() {
        Write write = router.beginWrite();
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        router.joinWrite(write);
        assertEquals(Reason.WROTE, read());
        bound.close();
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
