package io.tidemark.search;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Searches that take longer: deeper, also with one or two faults, and the paths of {@link RemovedRemedyTest} with all remedies. All
 * begin at once, on as many threads as there are processors.
 */
@Tag("slow")
@Tag("standalone")
class DeeperSearchIT {

    private static final Bounds ANY_5 = new Bounds(ExhaustiveSearchTest.ALL, ExhaustiveSearchTest.WRITES, 5);
    private static final Bounds ONE_FAULT_7 = new Bounds(ExhaustiveSearchTest.ALL, ExhaustiveSearchTest.WRITES, 1, 7);
    private static final Bounds TWO_FAULTS_6 = new Bounds(ExhaustiveSearchTest.ALL, ExhaustiveSearchTest.WRITES, 2, 6);

    private static final ExecutorService THREADS =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private static final Map<Bounds, Future<Search.Result>> SEARCHES = new ConcurrentHashMap<>();

    @BeforeAll
    static void begin() {
        begin(TWO_FAULTS_6, "two-faults-6");
        begin(RemovedRemedyTest.ONE_WRITE, "one-write");
        begin(RemovedRemedyTest.PROMOTION, "promotion");
        begin(ONE_FAULT_7, "one-fault-7");
        begin(ANY_5, "any-5");
    }

    private static void begin(Bounds bounds, String name) {
        SEARCHES.put(bounds, THREADS.submit(() -> bounds.search(Parts.all(), name)));
    }

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
    }

    private static void assertNoStaleRead(Bounds bounds, int leastStates) throws Exception {
        ExhaustiveSearchTest.assertNoStaleRead(
                Objects.requireNonNull(SEARCHES.get(bounds)).get(), leastStates);
    }

    @Test
    void noReadIsStaleAfterFiveStepsOfAnyKind() throws Exception {
        assertNoStaleRead(ANY_5, 11_000);
    }

    @Test
    void noReadIsStaleAfterSevenStepsWithOneFault() throws Exception {
        assertNoStaleRead(ONE_FAULT_7, 16_000);
    }

    @Test
    void noReadIsStaleAfterSixStepsWithTwoFaults() throws Exception {
        assertNoStaleRead(TWO_FAULTS_6, 28_000);
    }

    @Test
    void withOneWriteNoReadIsStale() throws Exception {
        assertNoStaleRead(RemovedRemedyTest.ONE_WRITE, 20_000);
    }

    @Test
    void aroundAPromotionNoReadIsStale() throws Exception {
        assertNoStaleRead(RemovedRemedyTest.PROMOTION, 19_000);
    }
}
