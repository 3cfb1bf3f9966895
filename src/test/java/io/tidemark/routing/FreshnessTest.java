package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.wal.ServerFault;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the route of {@link Router} by freshness, caller and available replica. */
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
        assertEquals(Route.PRIMARY, Decision.of(Reason.HINT).route());
        assertEquals(Route.PRIMARY, Decision.of(Reason.IN_TRANSACTION).route());
    }

    @Test
    void withoutAReplicaEverythingIsOnThePrimaryAndTheStoreIsNotNeeded() {
        router = router(ReadPolicy.REPLICA, Optional.empty());
        assertEquals(Reason.NO_REPLICA, readIn(Freshness.EVENTUAL));
        transactions.begin();
        router.beginWrite().afterCommit();
        router.statementSent(Decision.of(Reason.WRITE));
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
        Scopes.Binding request = scopes.carry(new Scope());
        assertEquals(Reason.ANONYMOUS, readIn(Freshness.READ_YOUR_WRITES));
        request.close();
        assertEquals(0, marks.calls());
    }

    @Test
    void workThatIsNoRequestAndHasNoCallerReadsFromThePrimaryAndAsksNothing() throws ServerFault {
        servers(200, 100);
        caller = Optional.empty();
        int enquiries = primaryServer.enquiries();
        assertEquals(Reason.NO_CALLER, readIn(Freshness.READ_YOUR_WRITES));
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
        assertEquals(Reason.LATEST, readIn(Freshness.LATEST));
        assertEquals(0, marks.calls());
        assertEquals(enquiries, primaryServer.enquiries());
        assertEquals(Reason.REPLICA_BEHIND, readAfterAWriteOf("alice"), "with a caller as ever");
    }

    private Reason readAfterAWriteOf(String who) {
        writes(who, 300);
        return read(who);
    }

    @Test
    void anOuterLatestBindsWhatItCallsButNotAnExplicitEventual() {
        Scopes.Binding latest = scopes.route(Freshness.LATEST);
        assertEquals(Reason.LATEST, readIn(Freshness.READ_YOUR_WRITES));
        Scopes.Binding eventual = scopes.route(Freshness.EVENTUAL);
        assertEquals(Reason.EVENTUAL, read());
        assertEquals(Reason.LATEST, readIn(Freshness.READ_YOUR_WRITES), "also through an eventual one in between");
        eventual.close();
        latest.close();
        assertEquals(Reason.CAUGHT_UP, readIn(Freshness.READ_YOUR_WRITES));
    }

    @Test
    void anInnerLatestBindsNothingAroundIt() {
        Scopes.Binding outer = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.LATEST, readIn(Freshness.LATEST));
        assertEquals(Reason.CAUGHT_UP, read());
        outer.close();
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
