package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PositionTest {

    private static Position at(int timeline, String lsn) {
        return new Position(timeline, Lsn.parse(lsn));
    }

    @Test
    void aServerCoversWhatItHasReplayedToTheByte() {
        assertTrue(at(1, "0/100").covers(at(1, "0/100")));
        assertTrue(at(1, "0/101").covers(at(1, "0/100")));
        assertFalse(at(1, "0/FF").covers(at(1, "0/100")));
    }

    @Test
    void anOlderTimelineNeverCoversANewerOne() {
        assertFalse(at(1, "9/0").covers(at(2, "0/100")));
    }

    @Test
    void aNewerTimelineDoesNotCoverAnOlderOneSinceThatMayHaveGoneOnBesideIt() {
        assertFalse(at(2, "9/0").covers(at(1, "0/100")));
    }

    @Test
    void thePositionOnTheNewerTimelineIsTheLater() {
        assertEquals(at(2, "0/100"), at(1, "9/0").max(at(2, "0/100")));
        assertEquals(at(1, "9/0"), at(1, "9/0").max(at(1, "8/0")));
    }

    @Test
    void aTimelineBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> at(0, "0/0"));
    }
}
