package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LagSamplesTest {

    private static final long SECOND = 1_000_000_000L;

    private final LagSamples samples = new LagSamples();

    private static Position at(long bytes) {
        return new Position(1, new Lsn(bytes));
    }

    @Test
    void theLagIsTheAgeOfTheNewestSampleThatWasReplayed() {
        samples.add(0, 0, at(100));
        samples.add(SECOND, SECOND, at(200));
        samples.add(2 * SECOND, 2 * SECOND, at(300));

        assertEquals(Optional.of(Duration.ofSeconds(4)), samples.lag(at(250), 5 * SECOND));
        assertEquals(Optional.of(Duration.ofSeconds(3)), samples.lag(at(300), 5 * SECOND));
    }

    @Test
    void aReplicaThatHasNotReplayedTheOldestSampleHasNoKnownLag() {
        samples.add(0, 0, at(100));
        assertEquals(Optional.empty(), samples.lag(at(99), SECOND));
    }

    @Test
    void anIdlePrimaryKeepsItsReplicaFresh() {
        samples.add(0, 0, at(100));
        samples.add(60 * SECOND, 60 * SECOND, at(100));
        assertEquals(Optional.of(Duration.ofSeconds(1)), samples.lag(at(100), 61 * SECOND));
    }

    @Test
    void aPrimaryThatWentBackLeavesNoSamplesOfWhatItLost() {
        samples.add(0, 0, at(100));
        samples.add(SECOND, SECOND, at(900));
        samples.add(2 * SECOND, 2 * SECOND, at(500));
        assertEquals(Optional.empty(), samples.lag(at(499), 3 * SECOND));
        assertEquals(Optional.of(Duration.ofSeconds(1)), samples.lag(at(500), 3 * SECOND));
    }

    @Test
    void theAgeOfAPositionIsTheTimeSinceTheFirstAnswerPastIt() {
        samples.add(0, SECOND, at(100));
        samples.add(2 * SECOND, 3 * SECOND, at(200));
        samples.add(4 * SECOND, 5 * SECOND, at(200));

        assertEquals(Optional.of(Duration.ofSeconds(9)), samples.age(at(50), 10 * SECOND));
        assertEquals(Optional.of(Duration.ofSeconds(9)), samples.age(at(100), 10 * SECOND));
        assertEquals(Optional.of(Duration.ofSeconds(7)), samples.age(at(150), 10 * SECOND));
        assertEquals(Optional.of(Duration.ofSeconds(7)), samples.age(at(200), 10 * SECOND));
        assertEquals(Optional.empty(), samples.age(at(201), 10 * SECOND));
        assertEquals(Optional.empty(), samples.age(new Position(2, new Lsn(50)), 10 * SECOND));
    }

    @Test
    void theAgeOfAPositionOfAnOlderTimelineIsNotKnown() {
        samples.add(0, 0, new Position(2, new Lsn(300)));
        assertEquals(Optional.empty(), samples.age(at(100), SECOND));
    }

    @Test
    void thinnedOutSamplesOnlyEverUnderstateAnAge() {
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            samples.add(i * SECOND, i * SECOND, at(i));
        }
        for (int position = 0; position < count; position += 97) {
            Duration truth = Duration.ofSeconds(count - position);
            assertTrue(samples.age(at(position), count * SECOND).orElseThrow().compareTo(truth) <= 0);
        }
    }

    @Test
    void memoryIsBoundedAndThinnedOutSamplesOnlyEverOverstateTheLag() {
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            samples.add(i * SECOND, i * SECOND, at(i));
        }
        long now = count * SECOND;
        for (int replayed = 0; replayed < count; replayed += 97) {
            Duration truth = Duration.ofNanos(now - replayed * SECOND);
            Duration told = samples.lag(at(replayed), now).orElseThrow();
            assertTrue(told.compareTo(truth) >= 0, "understated at " + replayed);
        }
        assertEquals(Optional.of(Duration.ofSeconds(1)), samples.lag(at(count - 1), now));
    }
}
