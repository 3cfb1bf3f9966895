package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FlushPolicyTest {

    private static final Duration WITHIN = Duration.ofMillis(600);

    private final AtomicLong time = new AtomicLong();
    private final FlushPolicy flushPolicy = new FlushPolicy(time::get);

    private static Position at(long bytes) {
        return new Position(1, new Lsn(bytes));
    }

    private static PositionReading primary(long inserted, long flushed, Duration within) {
        ServerId server = FakeServer.reading(FakeServer.CLUSTER, at(1)).server();
        return new PositionReading(
                server, at(inserted), Optional.of(new PositionReading.Flushed(new Lsn(flushed), within)));
    }

    private boolean dueAfter(Duration more, PositionReading primary) {
        time.addAndGet(more.toNanos());
        return flushPolicy.due(primary);
    }

    @Test
    void onlyWhatIsWaitedForAndStaysUnflushedIsFlushed() {
        assertFalse(dueAfter(WITHIN.multipliedBy(9), primary(200, 100, WITHIN)), "nobody waits");
        flushPolicy.waitFor(at(150));
        assertFalse(dueAfter(WITHIN.minusNanos(1), primary(200, 100, WITHIN)), "it may yet come by itself");
        assertTrue(dueAfter(Duration.ofNanos(1), primary(200, 100, WITHIN)));
    }

    @Test
    void notMoreOftenThanItTakes() {
        flushPolicy.waitFor(at(150));
        assertTrue(dueAfter(WITHIN, primary(200, 100, WITHIN)));
        assertFalse(dueAfter(WITHIN.minusNanos(1), primary(200, 100, WITHIN)));
        assertTrue(dueAfter(Duration.ofNanos(1), primary(200, 100, WITHIN)));
    }

    @Test
    void whatWasFlushedMeanwhileOrIsNotThereIsForgotten() {
        flushPolicy.waitFor(at(150));
        assertFalse(dueAfter(WITHIN, primary(200, 200, WITHIN)));
        assertFalse(dueAfter(WITHIN, primary(300, 200, WITHIN)), "forgotten");
        flushPolicy.waitFor(at(300));
        assertFalse(dueAfter(WITHIN, primary(200, 100, WITHIN)), "a flush would not help");
    }

    @Test
    void aRecordThatAPositionIsWithinIsFlushedToItsEnd() {
        flushPolicy.waitFor(at(150));
        assertFalse(dueAfter(Duration.ZERO, primary(200, 160, WITHIN)));
        assertTrue(dueAfter(WITHIN, primary(250, 160, WITHIN)), "a replica cannot replay a part of it");
        assertFalse(dueAfter(WITHIN, primary(250, 200, WITHIN)), "what came later is not waited for");
        assertFalse(dueAfter(WITHIN, primary(250, 160, WITHIN)), "forgotten");
    }

    @Test
    void aSlowWalWriterIsNotWaitedForLongerThanASecond() {
        flushPolicy.waitFor(at(150));
        assertTrue(dueAfter(Duration.ofSeconds(1), primary(200, 100, Duration.ofSeconds(30))));
    }
}
