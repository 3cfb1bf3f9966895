package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.wal.Backoff.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Backoff backoff = new Backoff(INTERVAL);
    private long now = Duration.ofHours(1).toNanos();

    private Duration pause() {
        return Duration.ofNanos(backoff.pauseNanos());
    }

    private void fails(Failure why) {
        backoff.failed(now, why);
    }

    /** The number of attempts that fail in that time without a request for an earlier one. */
    private int attempts(Duration length, boolean sought) {
        long end = now + length.toNanos();
        int attempts = 0;
        while (now < end) {
            fails(Failure.AWAY);
            attempts++;
            if (sought) {
                backoff.retrySoon();
            }
            now += backoff.pauseNanos();
        }
        return attempts;
    }

    @Test
    void whatIsAwayForLongIsTriedAFewTimesAMinute() {
        assertTrue(attempts(Duration.ofMinutes(1), false) <= 20);
        assertTrue(attempts(Duration.ofMinutes(1), false) <= 7);
    }

    @Test
    void whatWasAwayForAMomentIsTriedAsSoonAsEver() {
        fails(Failure.AWAY);
        assertEquals(INTERVAL, pause());
        now += Duration.ofMillis(150).toNanos();
        fails(Failure.AWAY);
        assertEquals(INTERVAL, pause());
    }

    @Test
    void whatSomebodySeeksIsTriedSoon() {
        fails(Failure.AWAY);
        now += Duration.ofSeconds(5).toNanos();
        fails(Failure.AWAY);
        backoff.retrySoon();
        assertEquals(INTERVAL, pause(), "as soon as ever after a restart");
        attempts(Duration.ofMinutes(1), false);
        fails(Failure.AWAY);
        assertEquals(Duration.ofSeconds(10), pause());
        assertTrue(backoff.retrySoon());
        assertFalse(backoff.retrySoon(), "it is known");
        assertEquals(Duration.ofMillis(500), pause());
        assertTrue(attempts(Duration.ofMinutes(1), true) <= 120);
        fails(Failure.AWAY);
        assertEquals(Duration.ofSeconds(10), pause(), "nobody has sought it since");
    }

    @Test
    void whatRefusesTheLoginIsTriedOnceASecondAtMost() {
        attempts(Duration.ofMinutes(1), false);
        fails(Failure.REFUSED);
        backoff.retrySoon();
        assertEquals(Duration.ofSeconds(1), pause());
    }

    @Test
    void whatAnswersIsAskedAtItsInterval() {
        attempts(Duration.ofMinutes(1), false);
        backoff.succeeded();
        assertEquals(INTERVAL, pause());
        assertFalse(backoff.retrySoon());
        assertTrue(backoff.due(now));
    }

    @Test
    void anAttemptIsDueAfterThePause() {
        attempts(Duration.ofMinutes(1), false);
        fails(Failure.AWAY);
        now += Duration.ofSeconds(9).toNanos();
        assertFalse(backoff.due(now));
        now += Duration.ofSeconds(1).toNanos();
        assertTrue(backoff.due(now));
    }

    @Test
    void noPauseIsShorterThanTheInterval() {
        Backoff slow = new Backoff(Duration.ofMinutes(1));
        slow.failed(now, Failure.AWAY);
        slow.retrySoon();
        assertEquals(Duration.ofMinutes(1).toNanos(), slow.pauseNanos());
    }
}
