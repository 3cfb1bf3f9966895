package io.tidemark.writes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.assembly.FakeReplication;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.marks.FakeMarkStore;
import io.tidemark.marks.GuardedStore;
import io.tidemark.wal.Backend;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests {@link WriteRecorder}: a mark that cannot be stored is owed, and its announcement is removed now or later. */
@Timeout(20)
class WriteRecorderTest {

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
    private final PendingEntries entries = assembly.entries();
    private final WriteRecorder recorder = assembly.recorder();
    private final Set<Backend> backends = ConcurrentHashMap.newKeySet();
    private final PendingEntry write = recorder.begin("alice");

    @BeforeEach
    void bothAreUp() throws ServerFault {
        server.answers(new Position(1, new Lsn(100)));
        new Thread(primary).start();
        primary.positionAfterNow();
        store.probe();
    }

    @AfterEach
    void end() {
        assembly.close();
    }

    private int pending() {
        return marks.pending(FakeServer.CLUSTER, "alice");
    }

    private void send() {
        entries.announce(write);
        entries.awaitAnnouncement(write);
        assertEquals(1, pending());
    }

    private void assertOwedAndMadeUpFor() {
        assertTrue(store.owesFloor());
        marks.comesBack();
        store.probe();
        assertFalse(store.owesFloor());
        entries.renew();
        assertEquals(0, pending(), "what was announced is taken back");
    }

    @Test
    void whatIsStoredIsKeptThereAndNoLongerPending() {
        send();
        assertEquals(
                WriteOutcome.Kept.IN_STORE,
                recorder.afterCommit(write, backends).kept());
        assertEquals(0, pending());
        assertFalse(store.owesFloor());
    }

    @Test
    void aMarkThatTheStoreDoesNotTakeIsOwed() {
        send();
        marks.goesDown();
        assertEquals(
                WriteOutcome.Kept.NOWHERE, recorder.afterCommit(write, backends).kept());
        assertOwedAndMadeUpFor();
    }

    @Test
    void soIsOneOfAStoreThatThrowsWhatItShouldNot() {
        send();
        marks.breaks();
        assertEquals(
                WriteOutcome.Kept.NOWHERE, recorder.afterCommit(write, backends).kept());
        assertOwedAndMadeUpFor();
    }

    @Test
    void aWriteWhosePositionIsUnknownStaysPendingAndTheStoreIsOwedNothing() {
        send();
        server.fails(ServerFault.Kind.UNREACHABLE, "gone");
        assertEquals(
                WriteOutcome.Kept.NOWHERE, recorder.afterCommit(write, backends).kept());
        assertFalse(store.owesFloor());
        entries.renew();
        assertEquals(1, pending(), "another entry replaces that of the write");
        server.answers(new Position(1, new Lsn(200)));
        assembly.settlement().settle();
        assertEquals(0, pending());
    }

    @Test
    void aWriteWhosePositionIsUnknownIsOwedIfTheStoreDoesNotTakeTheEntry() {
        send();
        server.fails(ServerFault.Kind.UNREACHABLE, "gone");
        marks.goesDown();
        assertEquals(
                WriteOutcome.Kept.NOWHERE, recorder.afterCommit(write, backends).kept());
        assertTrue(store.owesFloor());
    }

    /** Announces a write on that timeline. */
    private void sendOn(int timeline) {
        Backend backend = FakeBackends.on(timeline, 7).orElseThrow();
        backends.add(backend);
        recorder.writesOn(backend);
        send();
    }

    private void assertNoMark() throws Exception {
        assertEquals(Optional.empty(), marks.fetch(FakeServer.CLUSTER, "alice").mark());
    }

    @Test
    void aWriteOnANewPrimaryIsGivenNoPositionOfTheOneThatItReplaced() throws Exception {
        sendOn(2);
        assertEquals(WriteOutcome.UNKNOWN, recorder.afterCommit(write, backends));
        assertNoMark();
        assertFalse(store.owesFloor());
        entries.renew();
        assertEquals(1, pending());
    }

    @Test
    void aConnectionThatLeadsToTheNewPrimaryIsFoundBeforeTheMarkIsRaised() throws Exception {
        server.answersAfterDiscard(new Position(2, new Lsn(50)));
        sendOn(2);
        assertEquals(
                WriteOutcome.Kept.IN_STORE,
                recorder.afterCommit(write, backends).kept());
        assertEquals(
                new Position(2, new Lsn(50)),
                marks.fetch(FakeServer.CLUSTER, "alice").mark().orElseThrow());
        assertEquals(0, pending());
    }

    @Test
    void aWriteOnAPrimaryThatWasReplacedStaysPendingUntilItsDeadline() throws Exception {
        sendOn(1);
        server.answers(new Position(2, new Lsn(50)));
        assertEquals(WriteOutcome.UNKNOWN, recorder.afterCommit(write, backends));
        assertNoMark();
        passes(Duration.ofSeconds(59));
        assertTrue(marks.fetch(FakeServer.CLUSTER, "alice").pending());
        passes(Duration.ofSeconds(1));
        assertFalse(marks.fetch(FakeServer.CLUSTER, "alice").pending(), "nobody renews it");
        assertEquals(1, pending(), "whoever finds it requires a position that is read then");
    }

    private void passes(Duration more) {
        time.addAndGet(more.toNanos());
        marks.timePasses(more);
        entries.renew();
    }

    @Test
    void aWriteOfNobodyIsGivenNoPositionOfAnotherPrimaryEither() {
        Set<Backend> old = Set.of(FakeBackends.on(1, 7).orElseThrow());
        assertEquals(
                WriteOutcome.Kept.NOWHERE,
                recorder.afterCommitWithoutCaller(old).kept());
        assertTrue(recorder.afterCommitWithoutCaller(old).position().known().isPresent());
        server.answers(new Position(2, new Lsn(50)));
        assertEquals(WriteOutcome.UNKNOWN, recorder.afterCommitWithoutCaller(old));
        recorder.writesOn(FakeBackends.on(3, 7).orElseThrow());
        assertEquals(
                WriteOutcome.UNKNOWN,
                recorder.afterCommitWithoutCaller(Set.of()),
                "of the latest primary nothing is known");
    }

    @Test
    void soIsAWriteInDoubtThatCannotBeKeptPending() {
        marks.goesDown();
        entries.announce(write);
        recorder.outcomeUnknown(write, Write.Lost.COMMIT, Set.copyOf(backends));
        assertTrue(store.owesFloor());
    }
}
