package io.tidemark.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.chaos.Operation.Kind;
import io.tidemark.chaos.Operation.Outcome;
import io.tidemark.chaos.Violation.Guarantee;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the checker accepts what a promotion loses, and nothing else. The new timeline begins with version 1 at 100 ms. */
class LostTimelineTest {

    private static final long LONG_AFTERWARDS = 200 + Incident.GRACE.toMillis() + 1;

    /** The old primary is gone before the new one is reachable. */
    private static HandMade promotion() {
        return new HandMade().write("alice", 10, 20, 1).promotion(100, 90, 1);
    }

    private static void assertFound(Guarantee guarantee, HandMade history) {
        List<Guarantee> found = history.violations().stream()
                .map(Violation::guarantee)
                .distinct()
                .toList();
        assertEquals(
                List.of(guarantee), found, () -> history.messages().toList().toString());
    }

    private static void assertGood(HandMade history) {
        assertEquals(List.of(), history.violations());
    }

    private static HandMade ended(HandMade history, long version, String value) {
        return history.read(Kind.FINAL_READ, "", 9_000, 9_001, version, value);
    }

    @Test
    void anAcknowledgedWriteAfterTheNewTimelinesBeginIsLostAndCounted() {
        HandMade history = promotion().write("bob", 30, 40, 2).read("bob", 150, 160, 1, "alice1");
        assertGood(ended(history, 1, "alice1"));
        assertEquals(
                List.of("bob2"),
                LostTimeline.lostWrites(history.history()).stream()
                        .map(Operation::value)
                        .toList());
    }

    @Test
    void anAcknowledgedWriteBeforeTheNewTimelinesBeginIsNotLost() {
        HandMade history = ended(promotion(), 0, "first");
        assertFound(Guarantee.NO_LOST_WRITE, history);
        assertTrue(LostTimeline.lostWrites(history.history()).isEmpty());
        assertFound(Guarantee.READ_YOUR_WRITES, promotion().read("alice", 150, 160, 0, "first"));
    }

    @Test
    void aWriteOfTheNewTimelineIsNotLost() {
        assertFound(Guarantee.NO_LOST_WRITE, ended(promotion().write("bob", 110, 120, 2), 1, "alice1"));
        assertFound(
                Guarantee.READ_YOUR_WRITES,
                promotion().write("bob", 110, 120, 2).read("bob", 130, 140, 1, "alice1"));
    }

    @Test
    void ownWritesOfTheNewTimelineAreShownAtOnce() {
        assertGood(ended(
                promotion()
                        .write("bob", 110, 120, 2)
                        .read("bob", 130, 140, 2, "bob2")
                        .read(Kind.LIST, "bob", 141, 142, 2, "bob2"),
                2,
                "bob2"));
    }

    @Test
    void untilThePromotionAWriteBindsThatIsLostLater() {
        assertFound(
                Guarantee.READ_YOUR_WRITES, promotion().write("bob", 30, 40, 2).read("bob", 50, 60, 1, "alice1"));
    }

    @Test
    void bothTimelinesHaveTheSameVersions() {
        assertGood(ended(
                promotion()
                        .write("bob", 30, 40, 2)
                        .read("carol", 50, 60, 2, "bob2")
                        .write("dave", 110, 120, 2)
                        .read("carol", 130, 140, 2, "dave2"),
                2,
                "dave2"));
    }

    @Test
    void aReplicaOfTheOldTimelineIsLeftSoon() {
        HandMade soon = promotion().write("bob", 30, 40, 2).read("alice", 150, 160, 2, "bob2");
        assertGood(ended(soon, 1, "alice1"));
        HandMade late =
                promotion().write("bob", 30, 40, 2).read("alice", LONG_AFTERWARDS, LONG_AFTERWARDS + 1, 2, "bob2");
        assertFound(Guarantee.NO_INVENTED_STATE, late);
    }

    @Test
    void aWriteOfUnknownTimelineIsNeitherRequiredNorForbidden() {
        // Two primaries are alive from 100 to 200 ms.
        HandMade lost = new HandMade()
                .write("alice", 10, 20, 1)
                .promotion(100, 200, 1)
                .write("bob", 120, 130, 2)
                .write("carol", 125, 135, 2);
        assertGood(ended(lost.read("bob", 300, 310, 2, "carol2"), 2, "carol2"));
        HandMade after = new HandMade().promotion(100, 200, 0).write("bob", 201, 202, 1);
        assertFound(Guarantee.READ_YOUR_WRITES, after.read("bob", 300, 310, 0, "first"));
    }

    @Test
    void aWriteWithoutAnAnswerMayBeOnEitherTimeline() {
        HandMade history = promotion()
                .incident("primary", 80, 100, 503)
                .write("bob", 85, 105, "perhaps", Outcome.UNKNOWN, 503)
                .read("alice", 150, 160, 2, "perhaps");
        assertGood(ended(history, 2, "perhaps"));
    }
}
