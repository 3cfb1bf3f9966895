package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QuarantineTest {

    private final Quarantine quarantine = new Quarantine("replica");
    private long now = -1;

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private boolean failOften() {
        for (int i = 1; i < Quarantine.MOST_FAILURES; i++) {
            assertFalse(quarantine.failed(now, "bad page"), "a few failures are no reason");
        }
        return quarantine.failed(now, "bad page");
    }

    /** Returns the rest of the quarantine. */
    private Duration pause() {
        assertTrue(failOften());
        long begun = now;
        while (quarantine.pausedAt(now).isPresent()) {
            pass(Duration.ofSeconds(1));
        }
        Duration pause = Duration.ofNanos(now - begun);
        assertTrue(quarantine.beginProbe(now));
        assertTrue(quarantine.succeeded(now));
        return pause;
    }

    @Test
    void itRestsAfterManyFailuresWithinAShortTime() {
        assertEquals(Optional.empty(), quarantine.pausedAt(now));
        assertTrue(failOften());
        assertTrue(quarantine.pausedAt(now).orElseThrow().contains("bad page"), "the reason is kept");
        assertFalse(failOften(), "what was under way when the pause began");
    }

    @Test
    void failuresThatAreFewForTheirTimeAreNoReason() {
        for (int i = 0; i < 100; i++) {
            pass(Quarantine.WINDOW.dividedBy(Quarantine.MOST_FAILURES - 1).plusMillis(1));
            assertFalse(quarantine.failed(now, "bad page"), i + " failures");
        }
    }

    @Test
    void eachPauseIsLongerThanTheOneBefore() {
        assertEquals(Duration.ofSeconds(10), pause());
        assertEquals(Duration.ofSeconds(20), pause());
        assertEquals(Duration.ofSeconds(40), pause());
        assertEquals(Duration.ofSeconds(80), pause());
        assertEquals(Duration.ofSeconds(160), pause());
        assertEquals(Quarantine.LONGEST, pause());
        assertEquals(Quarantine.LONGEST, pause());
        pass(Quarantine.LONGEST);
        assertEquals(Quarantine.SHORTEST, pause(), "it has served well in between");
    }
}
