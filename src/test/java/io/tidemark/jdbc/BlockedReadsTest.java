package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BlockedReadsTest {

    private static final String SQL = "SELECT color FROM things";

    private final AtomicLong now = new AtomicLong(-1);
    private final AtomicInteger asked = new AtomicInteger();
    private final BlockedReads blocked = new BlockedReads(() -> {
        asked.incrementAndGet();
        return now.get();
    });

    @Test
    void oneExecutionTriesTheReplicaAgainForAllOthers() {
        blocked.add(SQL);
        assertTrue(blocked.contain(SQL));
        assertFalse(blocked.contain("SELECT 1"));
        now.addAndGet(BlockedReads.PAUSE_NANOS);
        assertFalse(blocked.contain(SQL), "this one tries");
        assertTrue(blocked.contain(SQL), "the others do not wait with it");
        blocked.add(SQL);
        now.addAndGet(BlockedReads.PAUSE_NANOS - 1);
        assertTrue(blocked.contain(SQL), "it was blocked again");
        now.incrementAndGet();
        assertFalse(blocked.contain(SQL));
        now.addAndGet(BlockedReads.PAUSE_NANOS);
        assertFalse(blocked.contain(SQL), "it was not");
        assertFalse(blocked.contain(SQL));
    }

    @Test
    void aTextThatIsNotRunAnyMoreCostsTheOthersNothing() {
        blocked.add(SQL);
        now.addAndGet(2 * BlockedReads.PAUSE_NANOS);
        assertFalse(blocked.contain("SELECT 1"));
        int before = asked.get();
        assertFalse(blocked.contain("SELECT 1"));
        assertEquals(before, asked.get(), "nothing is looked up");
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 300; i++) {
            blocked.add("SELECT " + i);
        }
        assertFalse(blocked.contain("SELECT 0"));
        assertTrue(blocked.contain("SELECT 299"));
    }
}
