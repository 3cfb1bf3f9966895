package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StateLogTest {

    private final AtomicLong time = new AtomicLong();
    private final KeptLog kept = new KeptLog();
    private final StateLog log = new StateLog(kept, "The server", time::get);

    @Test
    void aReasonIsLoggedOnceInAnOutageAndTheEndIsLogged() {
        log.usable("answers.");
        for (int i = 0; i < 100; i++) {
            log.unusable("refused");
            log.unusable("timed out");
        }
        log.usable("answers.");
        log.usable("answers.");
        log.unusable("refused");
        assertEquals(
                List.of(
                        "INFO The server answers.",
                        "WARNING The server cannot be used: refused",
                        "WARNING The server still cannot be used: timed out",
                        "INFO The server answers.",
                        "WARNING The server cannot be used: refused"),
                kept.lines());
    }

    @Test
    void aServerThatComesAndGoesDoesNotFillTheLog() {
        for (int i = 0; i < 1000; i++) {
            log.unusable("refused");
            log.usable("answers.");
        }
        assertTrue(kept.lines().size() <= 10, kept.lines().toString());
        assertEquals("INFO The server answers.", kept.lines().get(kept.lines().size() - 1), "no end is left out");
        time.addAndGet(Duration.ofMinutes(1).toNanos());
        log.unusable("refused");
        assertEquals(
                "WARNING The server cannot be used: refused (995 further changes were not logged)",
                kept.lines().get(kept.lines().size() - 1));
    }

    @Test
    void reasonsThatAllDifferDoNotFillTheLog() {
        for (int i = 0; i < 1000; i++) {
            log.unusable("after " + i + " ms");
        }
        assertTrue(kept.lines().size() <= 10, kept.lines().toString());
    }
}
