package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockBoundsTest {

    private static final long MILLI = 1_000_000;

    /** An answer of a server whose clock leads the ticker by that time, and that read it in the middle. */
    private static ClockBounds answer(long asked, long took, long ahead) {
        Instant clock = Instant.EPOCH.plusNanos(asked + took / 2 + ahead);
        return ClockBounds.of(asked, clock, asked + took);
    }

    private static ClockOffset offset(ClockBounds replica) {
        return ClockOffset.between(answer(0, 0, 0), replica, replica.at());
    }

    @Test
    void anAnswerIsAsPreciseAsItWasFast() {
        ClockOffset offset = ClockOffset.between(answer(0, 2 * MILLI, 0), answer(0, 4 * MILLI, -50 * MILLI), 0);
        assertEquals(Duration.ofMillis(-53), offset.least());
        assertEquals(Duration.ofMillis(-47), offset.most());
        assertEquals(Duration.ofMillis(-50), offset.estimate());
        assertEquals(Duration.ofMillis(53), offset.atMost());
        assertEquals(Duration.ofMillis(47), offset.atLeast());
    }

    @Test
    void clocksThatMayBeEqualDifferByNothingAtLeast() {
        ClockOffset offset = ClockOffset.between(answer(0, 2 * MILLI, 0), answer(0, 2 * MILLI, MILLI), 0);
        assertEquals(Duration.ZERO, offset.atLeast());
        assertEquals(Duration.ofMillis(3), offset.atMost());
    }

    @Test
    void aSlowAnswerMakesNothingLessPrecise() {
        ClockBounds precise = answer(0, MILLI, -50 * MILLI);
        ClockBounds then = precise.then(answer(100 * MILLI, 2_000 * MILLI, -50 * MILLI));
        // Two seconds more at a drift of a thousandth.
        assertTrue(offset(then).atMost().compareTo(Duration.ofMillis(55)) < 0, () -> offset(then)
                .toString());
    }

    @Test
    void manyAnswersAreMorePreciseThanEach() {
        ClockBounds early = ClockBounds.of(0, Instant.EPOCH.plusNanos(1), 10 * MILLI);
        ClockBounds late = ClockBounds.of(10 * MILLI, Instant.EPOCH.plusNanos(20 * MILLI), 20 * MILLI);
        ClockBounds both = early.then(late);
        assertTrue(both.most() - both.least() <= MILLI, both::toString);
    }

    @Test
    void aClockThatWasSetIsKnownAtTheNextAnswer() {
        ClockBounds known = answer(0, MILLI, 0);
        assertEquals(
                Duration.ofMillis(-100),
                offset(known.then(answer(100 * MILLI, 0, -100 * MILLI))).estimate());
        assertEquals(
                Duration.ofMillis(100),
                offset(known.then(answer(100 * MILLI, 0, 100 * MILLI))).estimate());
    }

    @Test
    void whatIsNotAskedForAgainBecomesLessPrecise() {
        ClockBounds later = answer(0, 0, 0).at(1_000 * MILLI);
        assertEquals(-MILLI, later.least());
        assertEquals(MILLI, later.most());
    }
}
