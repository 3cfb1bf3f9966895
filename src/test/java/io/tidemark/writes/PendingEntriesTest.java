package io.tidemark.writes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.assembly.FakeReplication;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.marks.FakeMarkStore;
import io.tidemark.marks.GuardedStore;
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

/** Tests {@link PendingEntries} with late announcements, and with a store that was not used before. */
@Timeout(20)
class PendingEntriesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong time = new AtomicLong(Duration.ofHours(1).toNanos());
    private final FakeServer server = new FakeServer();
    private final FakeMarkStore marks = new FakeMarkStore();
    private final ReplicationAssembly assembly = FakeReplication.over(
            new ReplicationPorts(server, FakeReplication.one(new FakeServer()), marks, new FakeBackends()),
            PATIENCE,
            time::get);
    private final PrimaryWatch primary = assembly.primary();
    private final GuardedStore store = assembly.store();
    private final Queue<Runnable> announcements = new ArrayDeque<>();
    private final PendingEntries entries =
            new PendingEntries(store, primary, FakeReplication.PENDING, announcements::add, time::get);
    private final PendingEntry entry = entries.begin("alice");

    @BeforeEach
    void thePrimaryIsUp() throws ServerFault {
        server.answers(new Position(1, new Lsn(100)));
        new Thread(primary).start();
        primary.positionAfterNow();
    }

    @AfterEach
    void end() {
        assembly.close();
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
        entries.announce(entry);
        entries.rolledBack(entry);
        itsTurnComes();
        assertEquals(0, pending());
    }

    @Test
    void whatIsCommittedBeforeItsTurnComesIsNotAnnouncedAfterwards() {
        entries.announce(entry);
        entries.end(entry);
        itsTurnComes();
        assertEquals(0, pending());
    }

    @Test
    void whatIsAnnouncedIsSentOnce() {
        entries.announce(entry);
        entries.announce(entry);
        entries.awaitAnnouncement(entry);
        int calls = marks.calls();
        itsTurnComes();
        entries.announce(entry);
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
