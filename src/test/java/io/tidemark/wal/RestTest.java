package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RestTest {

    private final Rest rest = new Rest("replica");
    private long now = -1;

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private boolean failOften() {
        for (int i = 1; i < Rest.MOST_FAILURES; i++) {
            assertFalse(rest.failed(now, "bad page"), "a few failures are no reason");
        }
        return rest.failed(now, "bad page");
    }

    /** How long it rests from now on. */
    private Duration pause() {
        assertTrue(failOften());
        long begun = now;
        while (rest.on(now).isPresent()) {
            pass(Duration.ofSeconds(1));
        }
        return Duration.ofNanos(now - begun);
    }

    @Test
    void itRestsAfterManyFailuresWithinAShortTime() {
        assertEquals(Optional.empty(), rest.on(now));
        assertTrue(failOften());
        assertTrue(rest.on(now).orElseThrow().contains("bad page"), "the reason is kept");
        assertFalse(failOften(), "what was under way when the pause began");
    }

    @Test
    void failuresThatAreFewForTheirTimeAreNoReason() {
        for (int i = 0; i < 100; i++) {
            pass(Rest.WINDOW.dividedBy(Rest.MOST_FAILURES - 1).plusMillis(1));
            assertFalse(rest.failed(now, "bad page"), i + " failures");
        }
    }

    @Test
    void eachPauseIsLongerThanTheOneBefore() {
        assertEquals(Duration.ofSeconds(10), pause());
        assertEquals(Duration.ofSeconds(20), pause());
        assertEquals(Duration.ofSeconds(40), pause());
        assertEquals(Duration.ofSeconds(80), pause());
        assertEquals(Duration.ofSeconds(160), pause());
        assertEquals(Rest.LONGEST, pause());
        assertEquals(Rest.LONGEST, pause());
        pass(Rest.LONGEST);
        assertEquals(Rest.SHORTEST, pause(), "it has served well in between");
    }
}
