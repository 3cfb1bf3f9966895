package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.routing.RouterSettings.Policy;
import io.tidemark.wal.ServerFault;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a read goes by what it asks for, who asks and what there is. */
class FreshnessTest extends PrimaryAndReplica {

    @Test
    void codeThatIsNotRoutedReadsFromThePrimary() {
        assertEquals(Reason.NOT_ROUTED, read());
        Scopes.Binding carried = scopes.carry(new Scope());
        assertEquals(Reason.NOT_ROUTED, read(), "a request's scope alone routes nothing");
        carried.close();
        assertEquals(0, marks.calls());
    }

    @Test
    void aCommentInTheReadAsksForThePrimary() {
        assertEquals(Reason.HINT, router.hinted().reason());
        assertEquals(Reason.IN_TRANSACTION, router.readOnPrimary().reason());
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
}
