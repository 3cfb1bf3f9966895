package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.sql.Catalogue.Volatility;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the order of the sources of a {@link CatalogueWatch}, with a clock that the test moves. */
class CatalogueOrderTest {

    private static final String CALL = "SELECT f(1)";
    private static final Duration AT_LEAST = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Server primary = new Server("primary", Volatility.VOLATILE);
    private final Server first = new Server("first", Volatility.IMMUTABLE);
    private final Server second = new Server("second", Volatility.STABLE);
    private final AtomicLong now = new AtomicLong(TimeUnit.DAYS.toNanos(1));
    private final Classifier classifier = new Classifier();
    private final CatalogueWatch watch = new CatalogueWatch(
            primary,
            List.of(first, second),
            FunctionPolicy.PLAIN,
            classifier,
            new CatalogueWatch.Schedule(Duration.ofMinutes(1), AT_LEAST),
            now::get);
    private final Thread thread = new Thread(watch);

    /** A server whose catalogue has one function. */
    private final class Server implements CatalogueSource {

        private final String name;
        private volatile Volatility volatility;
        private volatile boolean away;
        private volatile boolean changed = true;

        Server(String name, Volatility volatility) {
            this.name = name;
            this.volatility = volatility;
        }

        @Override
        public boolean hasChanged() throws CatalogueUnavailable {
            if (away) {
                asked.add(name);
                throw new CatalogueUnavailable(name + " is away", new Exception());
            }
            return changed;
        }

        @Override
        public void read(CatalogueBuilder builder) throws CatalogueUnavailable {
            asked.add(name);
            if (away) {
                throw new CatalogueUnavailable(name + " is away", new Exception());
            }
            builder.function("public", "f", new Catalogue.Function("public", "f", volatility));
        }
    }

    private void start() {
        thread.start();
        watch.awaitFirstReading(Duration.ofSeconds(10));
    }

    /** It waits for real time: this makes it look at the clock again. */
    private void pass(Duration time) {
        awaitRest();
        now.addAndGet(time.toNanos());
        watch.checkPause();
    }

    private void awaitRest() {
        await("its rest", () -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            Thread.onSpinWait();
        }
    }

    private void awaitVerdict(Verdict verdict) {
        await(verdict.name(), () -> classifier.verdict(CALL) == verdict);
    }

    @AfterEach
    void stop() throws InterruptedException {
        watch.close();
        thread.join();
    }

    @Test
    void whileThePrimaryAnswersNoReplicaIsAsked() {
        start();
        assertEquals(Verdict.WRITE, classifier.verdict(CALL));
        assertEquals(List.of("primary"), asked);
    }

    @Test
    void withoutThePrimaryTheReplicasAreAskedInTheirOrder() {
        primary.away = true;
        start();
        assertEquals(Verdict.READ, classifier.verdict(CALL));
        assertEquals(List.of("primary", "first"), asked);
    }

    @Test
    void aReplicaThatIsAwayIsPassedOver() {
        primary.away = true;
        first.away = true;
        start();
        assertEquals(Verdict.READ_BY_CLOCK, classifier.verdict(CALL));
        assertEquals(List.of("primary", "first", "second"), asked);
    }

    @Test
    void theCatalogueOfThePrimaryReplacesThatOfAReplicaWithinASecond() {
        primary.away = true;
        start();
        primary.away = false;
        pass(SECOND);
        awaitVerdict(Verdict.WRITE);
        awaitRest();
        assertEquals(Optional.empty(), watch.problem());
    }

    @Test
    void aReplicaIsAskedAgainOnlyAfterItsPause() {
        primary.away = true;
        start();
        first.volatility = Volatility.STABLE;
        pass(SECOND);
        await("the primary is asked", () -> asked.size() == 3);
        awaitRest();
        assertEquals(List.of("primary", "first", "primary"), asked);
        pass(AT_LEAST.minus(SECOND));
        awaitVerdict(Verdict.READ_BY_CLOCK);
    }

    @Test
    void aReplicaWhoseCatalogueHasNotChangedIsNotReadAgainButAnotherIs() {
        primary.away = true;
        first.changed = false;
        second.changed = false;
        start();
        pass(AT_LEAST);
        await("the primary is asked", () -> asked.size() == 3);
        awaitRest();
        assertEquals(List.of("primary", "first", "primary"), asked);
        first.away = true;
        pass(AT_LEAST);
        awaitVerdict(Verdict.READ_BY_CLOCK);
        assertEquals(List.of("primary", "first", "primary", "primary", "first", "second"), asked);
    }

    @Test
    void theCatalogueOfAPrimaryThatGoesAwayLaterIsKept() {
        start();
        primary.away = true;
        pass(Duration.ofMinutes(1));
        await("the primary is asked", () -> asked.size() == 2);
        awaitRest();
        assertEquals(Verdict.WRITE, classifier.verdict(CALL));
        assertFalse(asked.contains("first"), asked.toString());
    }

    @Test
    void theProblemSaysThatTheCatalogueIsThatOfAReplica() {
        primary.away = true;
        start();
        awaitRest();
        String problem = watch.problem().orElseThrow();
        assertTrue(problem.contains("primary is away. A replica's catalogue is used"), problem);
    }

    @Test
    void theProblemSaysWhyNoReplicaHasIt() {
        primary.away = true;
        first.away = true;
        second.away = true;
        start();
        awaitRest();
        String problem = watch.problem().orElseThrow();
        assertTrue(problem.contains("primary is away") && problem.contains("second is away"), problem);
    }
}
