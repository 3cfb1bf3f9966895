package io.tidemark.writes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.marks.FakeMarks;
import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.StoreSettings;
import io.tidemark.marks.StoreSettings.Unsafe;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests {@link PendingEntry} with late announcements, and with a store that was not used before. */
@Timeout(20)
class PendingEntryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong time = new AtomicLong(Duration.ofHours(1).toNanos());
    private final FakeServer server = new FakeServer();
    private final PrimaryWatch primary =
            new PrimaryWatch("the primary", server, Duration.ofHours(1), PATIENCE, time::get);
    private final FakeMarks marks = new FakeMarks();
    private final GuardedStore store = new GuardedStore(
            "the store", marks, primary, StoreSettings.of(Unsafe.WARN, Duration.ofHours(1)), time::get);
    private final Queue<Runnable> announcements = new ArrayDeque<>();
    private final PendingEntries entries = new PendingEntries(
            store,
            primary,
            new PendingSettings(
                    PendingSettings.Policy.FIRST_WRITE,
                    PendingSettings.Unavailable.PROCEED,
                    Duration.ofMinutes(1),
                    PATIENCE),
            announcements::add,
            time::get);
    private final PendingEntry entry = entries.entry("alice");

    @BeforeEach
    void thePrimaryIsUp() throws ServerFault {
        server.answers(new Position(1, new Lsn(100)));
        new Thread(primary).start();
        primary.positionAfterNow();
    }

    @AfterEach
    void end() {
        primary.close();
    }

    private void itsTurnComes() {
        announcements.forEach(Runnable::run);
        entries.renew();
    }

    private int pending() {
        return marks.pending(FakeServer.CLUSTER, "alice");
    }

    @Test
    void whatIsRolledBackBeforeItsTurnComesIsNotAnnounced() {
        entry.announce();
        entry.drop();
        itsTurnComes();
        assertEquals(0, pending());
    }

    @Test
    void whatIsCommittedBeforeItsTurnComesIsNotAnnouncedAfterwards() {
        entry.announce();
        entry.over();
        itsTurnComes();
        assertEquals(0, pending());
    }

    @Test
    void whatIsAnnouncedIsSentOnce() {
        entry.announce();
        entry.announce();
        entry.await();
        int calls = marks.calls();
        itsTurnComes();
        entry.announce();
        assertEquals(calls, marks.calls());
        assertEquals(2, announcements.size(), "what has been sent asks for no turn any more");
        assertEquals(1, pending());
    }

    @Test
    void aStoreThatNobodyHasAskedIsNotSaidToBeInUse() {
        assertEquals(Optional.of("It has not been asked yet."), store.problem());
        store.probe();
        assertEquals(Optional.empty(), store.problem());
    }
}
