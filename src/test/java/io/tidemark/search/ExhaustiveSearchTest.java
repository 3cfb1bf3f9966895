package io.tidemark.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.search.Step.Kind;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Explores the orders of all steps of two callers, two nodes and two replicas: no read misses a write of its caller. */
class ExhaustiveSearchTest {

    static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    static final int WRITES = 2;

    static void assertNoStaleRead(Search.Result result, int leastStates) {
        assertEquals(Optional.empty(), result.violation(), result.trace());
        assertTrue(result.states() >= leastStates, "explored less than before: " + result);
    }

    @Test
    void noReadIsStaleAfterFourStepsOfAnyKind() {
        assertNoStaleRead(new Bounds(ALL, WRITES, 4).search(Parts.all(), "any-4"), 1_500);
    }
}
