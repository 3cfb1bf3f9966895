package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.routing.RouterSettings.Policy;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requirements that the primary cannot meet, since a promotion or a crash lost them; and a primary that was replaced. */
@Timeout(20)
class BeyondPrimaryTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final FakeServer primaryServer = new FakeServer();
    private final FakeServer replicaServer = new FakeServer();
    private final PrimaryWatch primary = new PrimaryWatch(primaryServer, Duration.ofHours(1), WAIT, () -> 0);
    private final ReplicaWatch replica =
            new ReplicaWatch(replicaServer, primary, Duration.ofHours(1), Duration.ofMinutes(30), () -> 0);
    private final FakeMarks marks = new FakeMarks();
    private final GuardedStore store = Recording.store(marks, primary, () -> 0);
    private final Scopes scopes = new Scopes();
    private Optional<String> caller = Optional.empty();
    private final Router router = new Router(
            scopes,
            () -> caller,
            new FakeTransactions(),
            Optional.of(new Router.Replication(replica, primary, store, Recording.recorder(store, primary, () -> 0))),
            new RouterSettings(Policy.REPLICA, WAIT, Duration.ofSeconds(1)),
            () -> 0,
            new RouteCounters(),
            decision -> {});

    private static Position at(int timeline, long bytes) {
        return new Position(timeline, new Lsn(bytes));
    }

    @BeforeEach
    void bothServersAreUpAndLevel() throws Exception {
        new Thread(primary).start();
        new Thread(replica).start();
        servers(at(1, 100), at(1, 100));
    }

    @AfterEach
    void end() {
        primary.close();
        replica.close();
    }

    private void servers(Position primaryAt, Position replicaAt) throws ServerFault {
        primaryServer.answers(primaryAt);
        replicaServer.answers(replicaAt);
        primary.positionAfterNow();
        replica.fresh(WAIT);
    }

    private void mark(String who, Position position) throws StoreUnavailable {
        store.raise(FakeServer.CLUSTER, who, position, Set.of());
    }

    private Decision read(String who) {
        caller = Optional.of(who);
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        try {
            return router.read();
        } finally {
            bound.close();
        }
    }

    @Test
    void whatAScopeRequiresOfATimelineThatThePrimaryHasLeftIsMetWhereTheNewerOneWasFirstSeen() throws Exception {
        mark("alice", at(1, 100));
        Scopes.Binding request = scopes.carry(new Scope());
        assertEquals(Optional.of(at(1, 100)), read("alice").required());
        servers(at(2, 200), at(2, 90));
        servers(at(2, 300), at(2, 210));
        caller = Optional.empty();
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        Decision decision = router.read();
        assertEquals(Reason.CAUGHT_UP, decision.reason());
        assertEquals(Optional.of(at(2, 200)), decision.required());
        bound.close();
        request.close();
    }

    @Test
    void aFloorOfATimelineThatThePrimaryHasLeftIsRaisedOnceForAll() throws Exception {
        read("alice");
        assertEquals(
                at(1, 100), marks.fetch(FakeServer.CLUSTER, "alice").floor().orElseThrow());
        servers(at(2, 200), at(2, 200));
        read("alice");
        assertEquals(
                at(2, 200), marks.fetch(FakeServer.CLUSTER, "alice").floor().orElseThrow());
        int enquiries = primaryServer.enquiries();
        assertEquals(Reason.CAUGHT_UP, read("alice").reason());
        assertEquals(enquiries, primaryServer.enquiries(), "nobody asks for it again");
    }

    @Test
    void aMarkBeyondThePrimaryIsReplacedByItsPositionReadAfresh() throws Exception {
        mark("alice", at(1, 900));
        primaryServer.answers(at(1, 110));
        replicaServer.answers(at(1, 105));
        Decision behind = read("alice");
        assertEquals(Reason.REPLICA_BEHIND, behind.reason());
        assertEquals(Optional.of(at(1, 110)), behind.required());
        replicaServer.answers(at(1, 110));
        assertEquals(Reason.CAUGHT_UP, read("alice").reason());
    }

    @Test
    void aMarkThatIsMerelyNewerThanTheLastPollOfThePrimaryIsKept() throws Exception {
        mark("alice", at(1, 900));
        primaryServer.answers(at(1, 900));
        Decision decision = read("alice");
        assertEquals(Reason.REPLICA_BEHIND, decision.reason());
        assertEquals(Optional.of(at(1, 900)), decision.required());
    }

    @Test
    void thePrimaryIsNotAskedAboutWhatTheReplicaHas() throws Exception {
        mark("alice", at(1, 100));
        assertEquals(Reason.CAUGHT_UP, read("alice").reason());
        mark("alice", at(1, 900));
        replicaServer.answers(at(1, 900));
        int enquiries = primaryServer.enquiries();
        assertEquals(Reason.CAUGHT_UP, read("alice").reason());
        assertEquals(enquiries, primaryServer.enquiries());
    }

    @Test
    void aMarkOfANewerTimelineThanThePrimarysIsNeverReplaced() throws Exception {
        mark("alice", at(2, 50));
        Decision decision = read("alice");
        assertEquals(Reason.PRIMARY_OUTDATED, decision.reason());
        assertEquals(Optional.of(at(2, 50)), decision.required());
        replicaServer.answers(at(2, 100));
        assertEquals(Reason.CAUGHT_UP, read("alice").reason(), "a standby of the newer primary has it");
    }

    @Test
    void aStandbyOfANewerPrimaryHasNothingThatTheOlderPrimaryWrote() throws Exception {
        read("bob");
        servers(at(1, 120), at(2, 500));
        mark("alice", at(1, 120));
        assertEquals(Reason.PRIMARY_OUTDATED, read("alice").reason());
    }

    @Test
    void aReplicaThatWasLeftOnTheOlderTimelineIsIneligible() throws Exception {
        servers(at(2, 200), at(1, 900));
        assertEquals(Reason.REPLICA_INELIGIBLE, read("alice").reason());
    }
}
