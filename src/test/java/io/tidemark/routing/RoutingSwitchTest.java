package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import org.junit.jupiter.api.Test;

/** Routing that an operator switches off and on, also in the middle of a scope. */
class RoutingSwitchTest extends PrimaryAndReplica {

    @Test
    void routingThatIsSwitchedOffReadsFromThePrimaryAndKeepsMarks() {
        router = router(ReadPolicy.PRIMARY);
        assertEquals(Reason.ROUTING_OFF, readIn(Freshness.EVENTUAL));
        writes("alice", 200);
        router = router(ReadPolicy.REPLICA);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void theSwitchToThePrimaryTakesEffectAtTheNextReadOfAScopeThatIsOnTheReplica() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.CAUGHT_UP, read());
        router.routing().to(ReadPolicy.PRIMARY);
        assertEquals(Reason.ROUTING_OFF, read());
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.CAUGHT_UP, read());
        bound.close();
    }

    @Test
    void whatIsWrittenWhileTheSwitchIsOnThePrimaryIsWaitedForAfterwards() {
        read("alice");
        router.routing().to(ReadPolicy.PRIMARY);
        writes("alice", 200);
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("bob"));
    }

    @Test
    void aScopeThatWroteWhileTheSwitchWasOnThePrimaryStaysThere() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.CAUGHT_UP, read());
        router.routing().to(ReadPolicy.PRIMARY);
        router.beginWrite().afterCommit();
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.WROTE, read());
        bound.close();
    }

    @Test
    void aTransactionThatReadOnThePrimaryBecauseOfTheSwitchStaysThere() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        router.routing().to(ReadPolicy.PRIMARY);
        transactions.begin();
        router.statementSent(router.routeRead());
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.IN_TRANSACTION, read());
        transactions.commit();
        assertEquals(Reason.CAUGHT_UP, read());
        bound.close();
    }
}
