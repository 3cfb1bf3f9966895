package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnreplacedTest {

    private static final Timeline FIRST = new Timeline(FakeServer.CLUSTER, 1);
    private static final Timeline SECOND = new Timeline(FakeServer.CLUSTER, 2);
    private static final Timeline ELSEWHERE = new Timeline(new ClusterId(43), 1);

    private final FakeServer server = new FakeServer();
    private final Unreplaced primary = new Unreplaced(server);

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
        assertEquals(0, server.leavings());
    }

    @Test
    void theNextConnectionIsTriedAtOnce() throws Exception {
        server.answersAfterLeaving(at(2, 50));
        assertTrue(primary.writtenOn(SECOND));
        assertEquals(at(2, 50), primary.read().position());
        assertEquals(1, server.leavings());
    }

    @Test
    void oneThatLeadsThereTooIsGivenUpAsWell() {
        primary.writtenOn(SECOND);
        ServerFault fault = assertThrows(ServerFault.class, primary::read);
        assertEquals(ServerFault.Kind.UNFIT, fault.kind());
        assertEquals(
                "It is on timeline 1 of cluster 42, but a connection has written on timeline 2 of cluster 42;"
                        + " expected the server that takes the writes.",
                fault.getMessage());
        assertEquals(2, server.leavings());
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
}
