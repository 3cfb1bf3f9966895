package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Position;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Tests {@code Router} with required positions that the primary has lost by a promotion or crash, and with a replaced
 * primary.
 */
class BeyondPrimaryTest extends PrimaryAndReplica {

    private void mark(String who, Position position) throws StoreUnavailable {
        store.raise(FakeServer.CLUSTER, who, position, Set.of());
    }

    private Decision decide(String who) {
        caller = Optional.of(who);
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        try {
            return router.routeRead();
        } finally {
            bound.close();
        }
    }

    @Test
    void whatAScopeRequiresOfATimelineThatThePrimaryHasLeftIsMetWhereTheNewerOneWasFirstSeen() throws Exception {
        mark("alice", at(1, 100));
        Scopes.Binding request = scopes.carry(new Scope());
        assertEquals(Optional.of(at(1, 100)), decide("alice").required());
        servers(at(2, 200), at(2, 90));
        servers(at(2, 300), at(2, 210));
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        Decision decision = router(Optional::empty).routeRead();
        assertEquals(Reason.CAUGHT_UP, decision.reason());
        assertEquals(Optional.of(at(2, 200)), decision.required());
        bound.close();
        request.close();
    }

    @Test
    void aFloorOfATimelineThatThePrimaryHasLeftIsRaisedOnceForAll() throws Exception {
        decide("alice");
        assertEquals(
                at(1, 100), marks.fetch(FakeServer.CLUSTER, "alice").floor().orElseThrow());
        servers(at(2, 200), at(2, 200));
        decide("alice");
        assertEquals(
                at(2, 200), marks.fetch(FakeServer.CLUSTER, "alice").floor().orElseThrow());
        int enquiries = primaryServer.enquiries();
        assertEquals(Reason.CAUGHT_UP, decide("alice").reason());
        assertEquals(enquiries, primaryServer.enquiries(), "nobody asks for it again");
        assertEquals(
                List.of("floor MISSING", "floor TIMELINE"),
                telemetry.events().stream()
                        .filter(event -> event.startsWith("floor"))
                        .toList());
    }

    @Test
    void aMarkBeyondThePrimaryIsReplacedByItsPositionReadAfresh() throws Exception {
        mark("alice", at(1, 900));
        primaryServer.answers(at(1, 110));
        replicaServer.answers(at(1, 105));
        Decision behind = decide("alice");
        assertEquals(Reason.REPLICA_BEHIND, behind.reason());
        assertEquals(Optional.of(at(1, 110)), behind.required());
        replicaServer.answers(at(1, 110));
        assertEquals(Reason.CAUGHT_UP, decide("alice").reason());
    }

    @Test
    void aMarkThatIsMerelyNewerThanTheLastPollOfThePrimaryIsKept() throws Exception {
        mark("alice", at(1, 900));
        primaryServer.answers(at(1, 900));
        Decision decision = decide("alice");
        assertEquals(Reason.REPLICA_BEHIND, decision.reason());
        assertEquals(Optional.of(at(1, 900)), decision.required());
    }

    @Test
    void thePrimaryIsNotAskedAboutWhatTheReplicaHas() throws Exception {
        mark("alice", at(1, 100));
        assertEquals(Reason.CAUGHT_UP, decide("alice").reason());
        mark("alice", at(1, 900));
        replicaServer.answers(at(1, 900));
        int enquiries = primaryServer.enquiries();
        assertEquals(Reason.CAUGHT_UP, decide("alice").reason());
        assertEquals(enquiries, primaryServer.enquiries());
    }

    @Test
    void aMarkOfANewerTimelineThanThePrimarysIsNeverReplaced() throws Exception {
        mark("alice", at(2, 50));
        Decision decision = decide("alice");
        assertEquals(Reason.PRIMARY_OUTDATED, decision.reason());
        assertEquals(Optional.of(at(2, 50)), decision.required());
        replicaServer.answers(at(2, 100));
        assertEquals(Reason.CAUGHT_UP, decide("alice").reason(), "a standby of the newer primary has it");
    }

    @Test
    void aStandbyOfANewerPrimaryHasNothingThatTheOlderPrimaryWrote() throws Exception {
        decide("bob");
        servers(at(1, 120), at(2, 500));
        mark("alice", at(1, 120));
        assertEquals(Reason.PRIMARY_OUTDATED, decide("alice").reason());
    }

    @Test
    void aReplicaThatWasLeftOnTheOlderTimelineIsIneligible() throws Exception {
        servers(at(2, 200), at(1, 900));
        assertEquals(Reason.REPLICA_INELIGIBLE, decide("alice").reason());
    }
}
