package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.ReadsUnavailable;
import io.tidemark.Reason;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.PortablePosition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests {@link Router} while the primary is away: reads that need it fail at once, the others go on. */
class PrimaryAwayTest extends PrimaryAndReplica {

    /** Much shorter than the timeout of the fake primary, {@link PrimaryAndReplica#WAIT}. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @BeforeEach
    void carolHasRead() {
        assertEquals(Reason.CAUGHT_UP, read("carol"));
    }

    private void primaryIsLost() {
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "refused");
        assertThrows(ServerFault.class, primary::positionAfterNow);
        Admission probe = router.admit(Decision.of(Reason.REPLICA_BEHIND), () -> true);
        assertTrue(probe.lost("refused").isPresent());
        probe.close();
        assertThrows(ServerFault.class, primary::positionAfterNow);
    }

    /** Receives polls and does not answer, after one poll has failed. */
    private void primaryHangs() {
        primaryIsLost();
        primaryServer.freezes();
    }

    @AfterEach
    void thaw() {
        primaryServer.thaws();
    }

    private boolean isRefused(Reason reason) {
        try {
            router.admit(Decision.of(reason), () -> true).close();
            return false;
        } catch (ReadsUnavailable refused) {
            assertEquals(2, refused.retryAfterSeconds());
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.contains(reason.name()) && message.contains("refused"), message);
            return true;
        }
    }

    @Test
    void onlyReadsThatNoReplicaMayServeAreRefused() {
        primaryIsLost();
        Set<Reason> refused = EnumSet.noneOf(Reason.class);
        for (Reason reason : Reason.values()) {
            if (isRefused(reason)) {
                refused.add(reason);
            }
        }
        assertEquals(
                EnumSet.of(
                        Reason.REPLICA_BEHIND,
                        Reason.REPLICA_CLOCK,
                        Reason.REPLICA_UNAVAILABLE,
                        Reason.REPLICA_CONFLICT,
                        Reason.REPLICA_FAILED,
                        Reason.REPLICA_INELIGIBLE,
                        Reason.WRITE_PENDING,
                        Reason.STORE_UNAVAILABLE,
                        Reason.PRIMARY_UNKNOWN,
                        Reason.POSITION_UNKNOWN,
                        Reason.PRIMARY_OUTDATED),
                refused);
    }

    @Test
    void aPrimaryThatIsUnfitStillAnswers() {
        primaryServer.fails(ServerFault.Kind.UNFIT, "in recovery");
        assertThrows(ServerFault.class, primary::positionAfterNow);
        for (int i = 0; i < 3; i++) {
            router.admit(Decision.of(Reason.REPLICA_BEHIND), () -> true);
        }
    }

    @Test
    void readsThatNeedNothingFromThePrimaryGoOn() throws ServerFault {
        writes("alice", 200);
        replicaServer.answers(at(200));
        replica.awaitPoll(WAIT);
        primaryHangs();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("carol"), "the lag is known, so a caller without a mark is covered");
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
        assertEquals(Reason.ANONYMOUS, readOfClient(Optional.empty()));
    }

    @Test
    void anOutageLongerThanThePermittedLagEndsOnlyTheReadsOfCallersWithoutAMark() throws ServerFault {
        writes("alice", 200);
        servers(200, 200);
        primaryIsLost();
        passesWithoutThePrimary(MAX_LAG.plusMinutes(1));
        assertEquals(Reason.CAUGHT_UP, read("alice"), "her mark has not expired");
        assertEquals(Reason.PRIMARY_UNKNOWN, read("carol"), "a mark of hers may have expired");
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
        assertEquals(Reason.ANONYMOUS, readOfClient(Optional.empty()));
        servers(200, 200);
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("carol"));
    }

    @Test
    void aReplicaThatLaggedMuchBeforeTheOutageStaysIneligible() throws ServerFault {
        primaryServer.answers(at(200));
        primary.positionAfterNow();
        for (int i = 0; i < 20; i++) {
            time.addAndGet(Duration.ofMinutes(1).toNanos());
            primaryServer.answers(at(300 + i));
            primary.positionAfterNow();
        }
        replica.awaitPoll(WAIT);
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL), "20 minutes are less than half the horizon");
        primaryIsLost();
        passesWithoutThePrimary(MAX_LAG);
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL));
    }

    private void passesWithoutThePrimary(Duration duration) {
        time.addAndGet(duration.toNanos());
        marks.timePasses(duration);
        replica.awaitPoll(WAIT);
    }

    @Test
    void aMarkOfAnotherNodeBeyondTheLastAnswerDoesNotWaitForThePrimary() throws StoreUnavailable {
        marks.raise(FakeServer.CLUSTER, "alice", at(300), Set.of());
        primaryHangs();
        assertTimeoutPreemptively(AT_ONCE, () -> assertEquals(Reason.REPLICA_BEHIND, read("alice")));
    }

    @Test
    void aMissingFloorAndAnExpiredEntryDoNotWaitForThePrimary() throws StoreUnavailable {
        marks.addPending(FakeServer.CLUSTER, "alice", "w1", DEADLINE);
        primaryHangs();
        marks.timePasses(DEADLINE.plusSeconds(1));
        time.addAndGet(DEADLINE.plusSeconds(1).toNanos());
        replica.awaitPoll(WAIT);
        assertTimeoutPreemptively(AT_ONCE, () -> assertEquals(Reason.PRIMARY_UNKNOWN, read("alice")));
        marks.isEmptied();
        assertTimeoutPreemptively(AT_ONCE, () -> assertEquals(Reason.PRIMARY_UNKNOWN, read("bob")));
    }

    @Test
    void theClientsUnknownPositionDoesNotWaitAndItsKnownOneIsRequiredAsItIs() {
        primaryHangs();
        assertTimeoutPreemptively(
                AT_ONCE,
                () -> assertEquals(Reason.PRIMARY_UNKNOWN, readOfClient(Optional.of(PortablePosition.UNKNOWN))));
        Optional<PortablePosition> beyond = Optional.of(PortablePosition.of(FakeServer.CLUSTER, at(150)));
        assertTimeoutPreemptively(AT_ONCE, () -> assertEquals(Reason.REPLICA_BEHIND, readOfClient(beyond)));
        replicaServer.answers(at(150));
        replica.awaitPoll(WAIT);
        assertEquals(Reason.CAUGHT_UP, readOfClient(beyond));
    }

    private Reason readOfClient(Optional<PortablePosition> brought) {
        caller = Optional.empty();
        Scopes.Binding request = scopes.carry(Scope.ofClient(brought));
        try {
            return readIn(Freshness.READ_YOUR_WRITES);
        } finally {
            request.close();
        }
    }

    @Test
    void anAnswerOfThePrimaryEndsTheOutage() throws ServerFault {
        primaryIsLost();
        assertTrue(isRefused(Reason.REPLICA_BEHIND));
        router.primaryAnswered();
        assertFalse(isRefused(Reason.REPLICA_BEHIND));
        time.addAndGet(Duration.ofSeconds(1).toNanos());
        primaryIsLost();
        assertTrue(isRefused(Reason.REPLICA_BEHIND));
        servers(100, 100);
        assertFalse(isRefused(Reason.REPLICA_BEHIND));
    }
}
