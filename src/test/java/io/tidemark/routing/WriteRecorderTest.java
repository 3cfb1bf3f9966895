package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.routing.StoreSettings.Unsafe;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cannot be remembered of a write is owed; what was announced of it goes, now or later. */
@Timeout(20)
class WriteRecorderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong time = new AtomicLong();
    private final FakeServer server = new FakeServer();
    private final PrimaryWatch primary = new PrimaryWatch(server, Duration.ofHours(1), PATIENCE, time::get);
    private final FakeMarks marks = new FakeMarks();
    private final GuardedStore store =
            new GuardedStore(marks, primary, StoreSettings.of(Unsafe.WARN, Duration.ofHours(1)), time::get);
    private final PendingEntries entries = new PendingEntries(
            store,
            primary,
            new PendingSettings(
                    PendingSettings.Policy.FIRST_WRITE,
                    PendingSettings.Unavailable.PROCEED,
                    Duration.ofMinutes(1),
                    PATIENCE),
            Runnable::run,
            time::get);
    private final WriteRecorder recorder = new WriteRecorder(
            primary, store, entries, new Settlement(new FakeBackends(), Duration.ofMinutes(1), time::get));
    private final CallersWrite write = recorder.begin("alice", ConcurrentHashMap.newKeySet());

    @BeforeEach
    void bothAreUp() throws ServerFault {
        server.answers(new Position(1, new Lsn(100)));
        new Thread(primary).start();
        primary.positionAfterNow();
        store.probe();
    }

    @AfterEach
    void end() {
        primary.close();
    }

    private int pending() {
        return marks.pending(FakeServer.CLUSTER, "alice");
    }

    private void send() {
        write.sending(OptionalInt.empty());
        write.committing();
        assertEquals(1, pending());
    }

    private void assertOwedAndMadeUpFor() {
        assertTrue(store.owes());
        marks.comesBack();
        store.probe();
        assertFalse(store.owes());
        entries.renew();
        assertEquals(0, pending(), "what was announced is taken back");
    }

    @Test
    void whatIsStoredIsKeptThereAndNoLongerPending() {
        send();
        assertEquals(Recorded.Kept.IN_STORE, write.ended().kept());
        assertEquals(0, pending());
        assertFalse(store.owes());
    }

    @Test
    void aMarkThatTheStoreDoesNotTakeIsOwed() {
        send();
        marks.goesDown();
        assertEquals(Recorded.Kept.NOWHERE, write.ended().kept());
        assertOwedAndMadeUpFor();
    }

    @Test
    void soIsOneOfAStoreThatThrowsWhatItShouldNot() {
        send();
        marks.breaks();
        assertEquals(Recorded.Kept.NOWHERE, write.ended().kept());
        assertOwedAndMadeUpFor();
    }

    @Test
    void soIsOneWhosePositionThePrimaryDoesNotTell() {
        send();
        server.fails(ServerFault.Kind.UNREACHABLE, "gone");
        assertEquals(Recorded.Kept.NOWHERE, write.ended().kept());
        assertTrue(store.owes());
        server.answers(new Position(1, new Lsn(200)));
        assertOwedAndMadeUpFor();
    }

    @Test
    void soIsAWriteInDoubtThatCannotBeKeptPending() {
        marks.goesDown();
        write.sending(OptionalInt.empty());
        write.inDoubt(Write.Lost.COMMIT);
        assertTrue(store.owes());
    }
}
