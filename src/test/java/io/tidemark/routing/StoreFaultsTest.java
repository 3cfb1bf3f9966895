package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.StoreSettings;
import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.PolledReplayWait;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.Write;
import io.tidemark.writes.WriteRecorder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests {@code Router} with a store that is unreachable or may have lost marks. No write is hidden. */
class StoreFaultsTest extends PrimaryAndReplica {

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
    void aStoreThatIsRestoredFromAnOlderSnapshotHidesNoWrite() throws ServerFault {
        read("alice");
        marks.isSaved();
        writes("alice", 200);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        marks.isRestored();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void aValueThatCannotBeReadCostsItsCallerAPositionOfThePrimaryAndNobodyElse() throws ServerFault {
        read("bob");
        writes("alice", 200);
        marks.isDamaged(FakeServer.CLUSTER, "alice");
        servers(300, 250);
        assertEquals(Reason.CAUGHT_UP, read("bob"));
        assertEquals(Reason.REPLICA_BEHIND, read("alice"), "her mark may have been anything");
        replicaServer.answers(at(300));
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        servers(500, 350);
        assertEquals(Reason.CAUGHT_UP, read("alice"), "it was replaced once");
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
        GuardedStore strict = new GuardedStore(
                "the store",
                marks,
                primary,
                StoreSettings.of(OnUnsafe.REFUSE, Duration.ofHours(1)),
                Telemetry.NONE,
                time::get);
        router = router(
                ReadPolicy.REPLICA,
                Optional.of(new Router.Replication(
                        assembly.replicas(),
                        new PolledReplayWait(assembly.replicas()),
                        primary,
                        strict,
                        new WriteRecorder(primary, strict, entries, settlement),
                        Telemetry.NONE)));
        strict.probe();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"));
        assertEquals(Optional.of("the fake store evicts"), strict.problem());
        caller = Optional.empty();
        Scopes.Binding request = scopes.carry(new Scope());
        assertEquals(Reason.ANONYMOUS, readIn(Freshness.READ_YOUR_WRITES));
        request.close();
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
    void aWriteWhosePositionCouldNotBeReadStaysPendingForItsCallerOnly() throws ServerFault {
        read("alice");
        Write write = router.beginWrite();
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        write.afterCommit();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("bob"), "nothing of his is missing");
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        primaryServer.answers(at(300));
        passes(Duration.ofSeconds(10));
        settlement.settle();
        entries.renew();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"), "the mark was raised meanwhile");
        assertEquals(Reason.CAUGHT_UP, read("bob"));
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
}
