package io.tidemark.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.search.Step.Kind;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The search finds a stale read, with a readable trace, as soon as a remedy is removed. Longer traces are in {@link RemovedRemedyIT}. */
class RemovedRemedyTest {

    static final Bounds ONE_WRITE = new Bounds(EnumSet.allOf(Kind.class), 1, 3, 6);

    /** The steps around a promotion, for which a longer path is necessary. */
    static final Bounds PROMOTION = new Bounds(
            EnumSet.of(Kind.BEGIN, Kind.COMMIT, Kind.MARK, Kind.REPLAY, Kind.READ, Kind.WORK, Kind.PROMOTION), 2, 8);

    /** Asserts that the search finds a path of these steps, each given by a part of its description. */
    static void assertFinds(Bounds bounds, Parts without, String name, List<String> steps) {
        Search.Result result = bounds.search(without, "without-" + name);
        List<String> trace = result.violation().orElseThrow(() -> new AssertionError("No violation: " + result));
        assertEquals(steps.size(), trace.size(), result.trace());
        for (int i = 0; i < steps.size(); i++) {
            assertTrue(trace.get(i).contains(steps.get(i)), steps.get(i) + " is missing in\n" + result.trace());
        }
        assertTrue(result.trace().startsWith("1. alice begins write 1 on node A"), result.trace());
        assertTrue(result.trace().contains("\n=> Stale read: "), result.trace());
    }

    @Test
    void withoutThePendingStepTheCrashOfANodeHidesACommit() {
        assertFinds(
                ONE_WRITE,
                Parts.withoutPending(),
                "pending",
                List.of("begins", "commits", "Node A crashes", "alice reads on node B: CAUGHT_UP", "Stale read"));
    }

    @Test
    void withoutTheFloorTheLossOfTheStoreHidesACommit() {
        assertFinds(
                ONE_WRITE,
                Parts.withoutFloor(),
                "floor",
                List.of("begins", "commits", "", "store loses all", "alice reads on node B: CAUGHT_UP", "Stale read"));
    }
}
