package io.tidemark.marks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.telemetry.ReceivedTelemetry;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests {@link GuardedStore}: the conditions for using the store, and for using it again after a failure. */
@Timeout(20)
class GuardedStoreTest {

    private static final Duration SECONDS = Duration.ofSeconds(2);
    private static final Position HERE = new Position(1, new Lsn(100));
    private static final Optional<String> DOWN = Optional.of("the store: the fake store is down");

    private final AtomicLong time = new AtomicLong(Duration.ofHours(1).toNanos());
    private final FakeServer server = new FakeServer();
    private final PrimaryWatch primary =
            new PrimaryWatch("the primary", server, Duration.ofHours(1), Duration.ofSeconds(10), time::get);
    private final FakeMarkStore marks = new FakeMarkStore();
    private final ReceivedTelemetry telemetry = new ReceivedTelemetry();
    private GuardedStore store = store(OnUnsafe.WARN);

    private GuardedStore store(OnUnsafe unsafe) {
        return new GuardedStore(
                "the store", marks, primary, StoreSettings.of(unsafe, Duration.ofHours(1)), telemetry, time::get);
    }

    @BeforeEach
    void thePrimaryIsUp() throws ServerFault {
        server.answers(HERE);
        new Thread(primary).start();
        primary.positionAfterNow();
    }

    @AfterEach
    void end() {
        primary.close();
    }

    private CallerMarks fetch() throws StoreUnavailable {
        return store.fetch(FakeServer.CLUSTER, "alice");
    }

    private void secondsPass() {
        time.addAndGet(SECONDS.toNanos());
        marks.timePasses(SECONDS);
    }

    @Test
    void isNotKnownToWorkBeforeItIsAsked() throws StoreUnavailable {
        assertEquals(Optional.of("It has not been asked yet."), store.problem());
        fetch();
        assertEquals(Optional.empty(), store.problem());
    }

    @Test
    void isAskedByNobodyButTheProbeWhileItIsAway() throws StoreUnavailable {
        fetch();
        marks.goesDown();
        assertThrows(StoreUnavailable.class, this::fetch);
        assertEquals(DOWN, store.problem());
        assertFalse(store.takesWrites());
        int calls = marks.calls();
        assertThrows(StoreUnavailable.class, this::fetch);
        assertEquals(calls, marks.calls());

        int recoveries = store.recoveries();
        marks.comesBack();
        store.probe();
        assertEquals(Optional.empty(), store.problem());
        assertTrue(store.takesWrites());
        assertEquals(recoveries + 1, store.recoveries());
        fetch();
    }

    @Test
    void aProbeThatFailsTellsTheLatestReason() throws StoreUnavailable {
        fetch();
        marks.goesDown();
        secondsPass();
        store.probe();
        assertEquals(DOWN, store.problem(), "it was in use until then");
        marks.breaks();
        store.probe();
        assertEquals(
                Optional.of("java.lang.IllegalStateException: the fake store is broken"),
                store.problem(),
                "and the thread goes on");
    }

    @Test
    void isTriedLessAndLessWhileItIsAwayAndSoonerIfSomebodySeeksIt() throws StoreUnavailable {
        store.probe();
        marks.goesDown();
        for (int i = 0; i < 60; i++) {
            secondsPass();
            store.probe();
        }
        int calls = marks.calls();
        secondsPass();
        store.probe();
        assertEquals(calls, marks.calls(), "not at each round");
        assertThrows(StoreUnavailable.class, this::fetch);
        store.probe();
        assertEquals(calls + 1, marks.calls(), "somebody wants to use it");
        marks.comesBack();
        for (int i = 0; i < 5; i++) {
            secondsPass();
        }
        store.probe();
        assertEquals(Optional.empty(), store.problem());
    }

    @Test
    void isLookedAtNowAndThenWhileItIsInUse() throws StoreUnavailable {
        store.probe();
        int calls = marks.calls();
        store.probe();
        assertEquals(calls, marks.calls(), "not at each round");
        secondsPass();
        store.probe();
        assertEquals(calls + 1, marks.calls());
        assertEquals(1, store.recoveries(), "it was never away again");
    }

    @Test
    void whatIsOwedIsPaidBeforeItIsUsedAgain() throws StoreUnavailable {
        store.probe();
        assertFalse(store.owesFloor());
        store.oweFloor("a mark is missing");
        assertTrue(store.owesFloor());
        server.answers(new Position(1, new Lsn(200)));
        assertThrows(StoreUnavailable.class, this::fetch);
        store.probe();
        assertFalse(store.owesFloor());
        assertEquals(Optional.of(new Position(1, new Lsn(200))), store.lastFloor());
        assertEquals(store.lastFloor(), fetch().floor());
    }

    @Test
    void whatIsOwedWhileADebtIsPaidIsNotForgotten() {
        StoreAvailability availability = new StoreAvailability(time::get);
        availability.oweFloor("one mark is missing");
        StoreAvailability.Attempt attempt = availability.attempt();
        availability.oweFloor("another mark is missing");
        availability.usableAgain(attempt);
        assertTrue(availability.owing());
        assertEquals(Optional.of("another mark is missing"), availability.problem());
        availability.usableAgain(availability.attempt());
        assertFalse(availability.owing());
        assertEquals(1, availability.recoveries());
    }

    @Test
    void aClockThatWasSetIsADebt() throws StoreUnavailable {
        store.probe();
        fetch();
        marks.timePasses(Duration.ofMinutes(10));
        assertThrows(StoreUnavailable.class, this::fetch);
        assertEquals(Optional.of("Its clock was set; marks may have expired too early."), store.problem());
        assertTrue(store.owesFloor());
        store.probe();
        fetch();
    }

    @Test
    void theFloorIsKnownFromWhateverTellsIt() throws StoreUnavailable {
        fetch();
        assertEquals(Optional.empty(), store.lastFloor());
        String epoch = store.epoch(FakeServer.CLUSTER, 0);
        store.raiseFloor(FakeServer.CLUSTER, 0, epoch, HERE);
        assertEquals(Optional.of(HERE), store.lastFloor());
        store = store(OnUnsafe.WARN);
        fetch();
        assertEquals(Optional.of(HERE), store.lastFloor(), "another node has raised it");
    }

    @Test
    void aStoreThatMayLoseMarksCanBeRefusedToReadersAndIsWrittenAllTheSame() throws StoreUnavailable {
        store = store(OnUnsafe.REFUSE);
        assertThrows(StoreUnavailable.class, this::fetch, "not before it was looked at");
        store.probe();
        fetch();
        assertEquals(Optional.empty(), store.problem());

        marks.evicts();
        secondsPass();
        store.probe();
        assertThrows(StoreUnavailable.class, this::fetch);
        assertEquals(Optional.of("the fake store evicts"), store.problem());
        assertTrue(store.takesWrites());
    }
}
