package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.routing.Decision;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BlockedReadsTest {

    private static final Decision ON = Decision.of(Reason.CAUGHT_UP);

    private static final String SQL = "SELECT color FROM things";

    private final AtomicLong now = new AtomicLong(-1);
    private final AtomicInteger asked = new AtomicInteger();
    private final BlockedReads blocked = new BlockedReads(() -> {
        asked.incrementAndGet();
        return now.get();
    });

    @Test
    void oneExecutionTriesTheReplicaAgainForAllOthers() {
        blocked.add(SQL, ON);
        assertTrue(blocked.contain(SQL, ON));
        assertFalse(blocked.contain("SELECT 1", ON));
        now.addAndGet(BlockedReads.PAUSE_NANOS);
        assertFalse(blocked.contain(SQL, ON), "this one tries");
        assertTrue(blocked.contain(SQL, ON), "the others do not wait with it");
        blocked.add(SQL, ON);
        now.addAndGet(BlockedReads.PAUSE_NANOS - 1);
        assertTrue(blocked.contain(SQL, ON), "it was blocked again");
        now.incrementAndGet();
        assertFalse(blocked.contain(SQL, ON));
        now.addAndGet(BlockedReads.PAUSE_NANOS);
        assertFalse(blocked.contain(SQL, ON), "it was not");
        assertFalse(blocked.contain(SQL, ON));
    }

    @Test
    void aTextThatIsNotRunAnyMoreCostsTheOthersNothing() {
        blocked.add(SQL, ON);
        now.addAndGet(2 * BlockedReads.PAUSE_NANOS);
        assertFalse(blocked.contain("SELECT 1", ON));
        int before = asked.get();
        assertFalse(blocked.contain("SELECT 1", ON));
        assertEquals(before, asked.get(), "nothing is looked up");
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 300; i++) {
            blocked.add("SELECT " + i, ON);
        }
        assertFalse(blocked.contain("SELECT 0", ON));
        assertTrue(blocked.contain("SELECT 299", ON));
    }
}
