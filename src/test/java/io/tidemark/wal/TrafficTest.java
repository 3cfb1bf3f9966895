package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tests when a node without routed reads is polled less often, and when that ends. */
class TrafficTest {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final AtomicLong time =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());
    private final AtomicInteger wakes = new AtomicInteger();
    private final Traffic traffic = new Traffic(PAUSE, time::get);

    private void passes(Duration duration) {
        time.addAndGet(duration.toNanos());
    }

    @Test
    void aNodeIsIdleTenSecondsAfterItsLastRead() {
        assertEquals(0, traffic.leastPauseNanos(), "at the start");
        passes(Duration.ofSeconds(9));
        traffic.noteRead();
        passes(Duration.ofSeconds(9));
        assertEquals(0, traffic.leastPauseNanos());
        passes(Duration.ofSeconds(1));
        assertEquals(PAUSE.toNanos(), traffic.leastPauseNanos());
    }

    @Test
    void theFirstReadOfAnIdleNodeWakesThePollsOnce() {
        traffic.whenResumed(wakes::incrementAndGet);
        traffic.noteRead();
        assertEquals(0, wakes.get());
        passes(Duration.ofMinutes(1));
        traffic.noteRead();
        traffic.noteRead();
        assertEquals(1, wakes.get());
        assertEquals(0, traffic.leastPauseNanos());
    }
}
