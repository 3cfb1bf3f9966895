package io.tidemark.search;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Searches that take longer: deeper, also with one or two faults, and the paths of {@link RemovedRemedyTest} with all remedies. */
@Tag("slow")
@Tag("standalone")
class DeeperSearchIT {

    @Test
    void noReadIsStaleAfterFiveStepsOfAnyKind() {
        ExhaustiveSearchTest.assertNoStaleRead(
                new Bounds(ExhaustiveSearchTest.ALL, ExhaustiveSearchTest.WRITES, 5), "any-5", 11_000);
    }

    @Test
    void noReadIsStaleAfterSevenStepsWithOneFault() {
        ExhaustiveSearchTest.assertNoStaleRead(
                new Bounds(ExhaustiveSearchTest.ALL, ExhaustiveSearchTest.WRITES, 1, 7), "one-fault-7", 16_000);
    }

    @Test
    void noReadIsStaleAfterSixStepsWithTwoFaults() {
        ExhaustiveSearchTest.assertNoStaleRead(
                new Bounds(ExhaustiveSearchTest.ALL, ExhaustiveSearchTest.WRITES, 2, 6), "two-faults-6", 28_000);
    }

    @Test
    void withOneWriteNoReadIsStale() {
        ExhaustiveSearchTest.assertNoStaleRead(RemovedRemedyTest.ONE_WRITE, "one-write", 20_000);
    }

    @Test
    void aroundAPromotionNoReadIsStale() {
        ExhaustiveSearchTest.assertNoStaleRead(RemovedRemedyTest.PROMOTION, "promotion", 19_000);
    }
}
