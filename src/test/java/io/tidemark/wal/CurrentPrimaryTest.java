package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CurrentPrimaryTest {

    private static final Timeline FIRST = new Timeline(FakeServer.CLUSTER, 1);
    private static final Timeline SECOND = new Timeline(FakeServer.CLUSTER, 2);
    private static final Timeline ELSEWHERE = new Timeline(new ClusterId(43), 1);

    private final AtomicLong time = new AtomicLong();
    private final FakeServer server = new FakeServer();
    private final CurrentPrimary primary = new CurrentPrimary(server, time::get);

    @BeforeEach
    void theFirst() {
        server.answers(at(1, 100));
    }

    private static Position at(int timeline, long bytes) {
        return new Position(timeline, new Lsn(bytes));
    }

    @Test
    void untilSomethingIsWrittenOnANewerOneEveryServerCounts() throws Exception {
        assertEquals(at(1, 100), primary.read().position());
        assertTrue(primary.writtenOn(FIRST));
        assertEquals(at(1, 100), primary.read().position());
        server.answers(at(2, 50));
        assertEquals(at(2, 50), primary.read().position());
        server.answers(at(1, 200));
        assertEquals(at(1, 200), primary.read().position(), "nobody was seen to write on the newer one");
        assertEquals(0, server.discarded());
    }

    @Test
    void theNextConnectionIsTriedAtOnce() throws Exception {
        server.answersAfterDiscard(at(2, 50));
        assertTrue(primary.writtenOn(SECOND));
        assertEquals(at(2, 50), primary.read().position());
        assertEquals(1, server.discarded());
    }

    @Test
    void oneThatLeadsThereTooIsGivenUpAsWell() {
        primary.writtenOn(SECOND);
        ServerFault fault = assertThrows(ServerFault.class, primary::read);
        assertEquals(ServerFault.Kind.UNFIT, fault.kind());
        assertEquals(
                "It is on timeline 1 of cluster 42, but a connection has written on another, which is newer or was written on"
                        + " later; expected the server that takes the writes.",
                fault.getMessage());
        assertEquals(2, server.discarded());
    }

    @Test
    void whoeverStillWritesOnTheOlderOneChangesNothing() {
        assertTrue(primary.writtenOn(SECOND));
        assertFalse(primary.writtenOn(SECOND), "that is known");
        assertFalse(primary.writtenOn(FIRST));
        assertThrows(ServerFault.class, primary::read);
    }

    @Test
    void ofTwoClustersTheOneThatWasWrittenToLastCounts() throws Exception {
        primary.writtenOn(SECOND);
        assertTrue(primary.writtenOn(ELSEWHERE));
        assertThrows(ServerFault.class, primary::read);
        assertTrue(primary.writtenOn(FIRST));
        assertEquals(at(1, 100), primary.read().position());
    }

    @Test
    void oneIsReplacedWhileANewerOneAnswers() throws Exception {
        primary.read();
        assertFalse(primary.sawAnother());
        server.answers(at(2, 50));
        primary.read();
        assertTrue(primary.sawAnother());
        assertTrue(primary.isReplaced(FIRST));
        assertFalse(primary.isReplaced(SECOND));
        assertFalse(primary.isReplaced(ELSEWHERE));
        server.fails(ServerFault.Kind.UNREACHABLE, "gone");
        assertThrows(ServerFault.class, primary::read);
        assertFalse(primary.isReplaced(FIRST), "it may have come back in the other's place");
    }

    @Test
    void orWasWrittenOnOfLate() throws Exception {
        primary.read();
        primary.writtenOn(SECOND);
        assertTrue(primary.sawAnother());
        passes(Duration.ofSeconds(59));
        assertTrue(primary.isReplaced(FIRST));
        assertFalse(primary.writtenOn(FIRST), "which proves nothing of the newer one");
        assertFalse(primary.writtenOn(SECOND));
        passes(Duration.ofSeconds(59));
        assertTrue(primary.isReplaced(FIRST));
        assertFalse(primary.isReplaced(SECOND));
        passes(Duration.ofSeconds(1));
        assertFalse(primary.isReplaced(FIRST));
        assertThrows(ServerFault.class, primary::read, "no position of it will do for what was written");
    }

    private void passes(Duration more) {
        time.addAndGet(more.toNanos());
    }
}
