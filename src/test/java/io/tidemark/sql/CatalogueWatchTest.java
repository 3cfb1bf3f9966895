package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.wal.LoggedLines;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By a source that answers when the test lets it, and a clock that the test moves. */
class CatalogueWatchTest {

    private enum Answer {
        NOTHING,
        FUNCTION,
        FAILURE,
        NONSENSE
    }

    private static final String CALL = "SELECT f(1)";
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration AT_LEAST = Duration.ofSeconds(10);

    private final SynchronousQueue<Answer> answers = new SynchronousQueue<>();
    private final AtomicLong now = new AtomicLong();
    private final Classifier classifier = new Classifier();
    private volatile boolean changed = true;
    private final AtomicLong comparisons = new AtomicLong();
    private final CatalogueWatch watch = new CatalogueWatch(
            new Source(),
            List.of(),
            FunctionPolicy.PLAIN,
            classifier,
            new CatalogueWatch.Schedule(INTERVAL, AT_LEAST),
            now::get);
    private final Thread thread = new Thread(watch);

    private final class Source implements CatalogueSource {

        @Override
        public boolean hasChanged() {
            comparisons.incrementAndGet();
            return changed;
        }

        @Override
        public void read(CatalogueBuilder builder) throws CatalogueUnavailable {
            CatalogueWatchTest.this.read(builder);
        }
    }

    private void read(CatalogueBuilder builder) throws CatalogueUnavailable {
        try {
            switch (answers.take()) {
                case NOTHING ->
                    builder.operator(
                            "=", new Catalogue.Function("pg_catalog", "int4eq", Catalogue.Volatility.IMMUTABLE));
                case FUNCTION ->
                    builder.function(
                            "public", "f", new Catalogue.Function("public", "f", Catalogue.Volatility.IMMUTABLE));
                case FAILURE -> throw new CatalogueUnavailable("away", new Exception());
                case NONSENSE -> throw new IllegalStateException("what JDBC does not foresee");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CatalogueUnavailable("stopped", stopped);
        }
    }

    private void answer(Answer answer) throws InterruptedException {
        assertTrue(answers.offer(answer, 10, TimeUnit.SECONDS), "nobody asks");
    }

    private void awaitVerdict(Verdict verdict) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (classifier.verdict(CALL) != verdict) {
            assertTrue(System.nanoTime() < deadline, "still no " + verdict);
            Thread.onSpinWait();
        }
    }

    /** It waits for real time: this makes it look at the clock again. */
    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        watch.checkPause();
    }

    private boolean asks() {
        return answers.offer(Answer.FUNCTION);
    }

    private void awaitRest() {
        awaitRest(thread);
    }

    private static void awaitRest(Thread thread) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(System.nanoTime() < deadline, "it does not come to rest");
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        watch.close();
        thread.interrupt();
        thread.join();
    }

    @Test
    void readsAtOnceAndThenAtTheInterval() throws InterruptedException {
        thread.start();
        answer(Answer.FUNCTION);
        awaitVerdict(Verdict.READ);
        awaitRest();
        pass(INTERVAL.minusNanos(1));
        awaitRest();
        assertFalse(asks());
        pass(Duration.ofNanos(1));
        answer(Answer.NOTHING);
        awaitVerdict(Verdict.WRITE);
    }

    @Test
    void readsEarlierForAnUnknownNameButNotAtOnce() throws InterruptedException {
        thread.start();
        answer(Answer.NOTHING);
        awaitRest();
        assertEquals(Verdict.WRITE, classifier.verdict(CALL));
        pass(AT_LEAST.minusNanos(1));
        awaitRest();
        assertFalse(asks());
        pass(Duration.ofNanos(1));
        answer(Answer.FUNCTION);
        awaitVerdict(Verdict.READ);
    }

    @Test
    void asksAgainSoonAfterAFailureAndKeepsWhatItKnows() throws InterruptedException {
        thread.start();
        answer(Answer.FUNCTION);
        awaitVerdict(Verdict.READ);
        for (Answer failure : new Answer[] {Answer.FAILURE, Answer.NONSENSE}) {
            awaitRest();
            pass(INTERVAL);
            answer(failure);
            awaitRest();
            assertEquals(Verdict.READ, classifier.verdict(CALL));
        }
        awaitRest();
        pass(AT_LEAST.multipliedBy(2));
        answer(Answer.NOTHING);
        awaitVerdict(Verdict.WRITE);
        assertNull(answers.poll());
    }

    @Test
    void afterEachFurtherFailureItWaitsTwiceAsLongUpToTheInterval() throws InterruptedException {
        thread.start();
        for (int seconds : new int[] {10, 20, 40, 60, 60}) {
            answer(Answer.FAILURE);
            awaitRest();
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            awaitRest();
            assertFalse(asks(), seconds + " s");
            pass(Duration.ofNanos(1));
        }
        answer(Answer.FUNCTION);
        awaitVerdict(Verdict.READ);
    }

    @Test
    void whatHasNotChangedIsNotRead() throws InterruptedException {
        thread.start();
        answer(Answer.FUNCTION);
        awaitVerdict(Verdict.READ);
        changed = false;
        for (int i = 1; i <= 3; i++) {
            awaitRest();
            long before = comparisons.get();
            pass(INTERVAL);
            awaitComparison(before);
            awaitRest();
            assertFalse(asks());
        }
        changed = true;
        pass(INTERVAL);
        answer(Answer.NOTHING);
        awaitVerdict(Verdict.WRITE);
    }

    private void awaitComparison(long before) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (comparisons.get() == before) {
            assertTrue(System.nanoTime() < deadline, "nothing is compared");
            Thread.onSpinWait();
        }
    }

    @Test
    void whatWasReadInVainIsReadAgainAlthoughItHasNotChanged() throws InterruptedException {
        changed = false;
        thread.start();
        answer(Answer.FAILURE);
        awaitRest();
        pass(AT_LEAST);
        answer(Answer.FUNCTION);
        awaitVerdict(Verdict.READ);
    }

    @Test
    void theProblemSaysWhatIsUsedMeanwhile() throws InterruptedException {
        thread.start();
        assertEquals(Optional.empty(), watch.problem());
        answer(Answer.FAILURE);
        awaitRest();
        String never = watch.problem().orElseThrow();
        assertTrue(never.contains("away") && never.contains("never read"), never);
        pass(AT_LEAST);
        answer(Answer.FUNCTION);
        awaitVerdict(Verdict.READ);
        awaitRest();
        assertEquals(Optional.empty(), watch.problem());
        pass(INTERVAL);
        answer(Answer.FAILURE);
        awaitRest();
        String later = watch.problem().orElseThrow();
        assertTrue(later.contains("away") && later.contains("still used"), later);
    }

    @Test
    void aReplicaThatCannotBeReadYetIsAskedAgainAfterASecond() throws InterruptedException {
        CatalogueWatch other = new CatalogueWatch(
                new Source(),
                List.of(new Source()),
                FunctionPolicy.PLAIN,
                classifier,
                new CatalogueWatch.Schedule(INTERVAL, AT_LEAST),
                now::get);
        Thread running = new Thread(other);
        running.start();
        try {
            answer(Answer.FAILURE);
            answer(Answer.FAILURE);
            awaitRest(running);
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            other.checkPause();
            answer(Answer.FAILURE);
            answer(Answer.FUNCTION);
            awaitVerdict(Verdict.READ);
        } finally {
            other.close();
            running.interrupt();
        }
    }

    @Test
    void anUnknownNameAfterThePauseIsReadAtOnce() throws InterruptedException {
        thread.start();
        answer(Answer.NOTHING);
        awaitRest();
        now.addAndGet(AT_LEAST.toNanos());
        assertEquals(Verdict.WRITE, classifier.verdict(CALL));
        answer(Answer.FUNCTION);
        awaitVerdict(Verdict.READ);
    }

    @Test
    void theMinimumPauseIsNeverLongerThanTheInterval() {
        Duration usual = Duration.ofSeconds(10);
        assertEquals(usual, CatalogueWatch.Schedule.of(INTERVAL).atLeast());
        assertEquals(usual, CatalogueWatch.Schedule.of(usual).atLeast());
        Duration shorter = Duration.ofSeconds(9);
        assertEquals(shorter, CatalogueWatch.Schedule.of(shorter).atLeast());
        assertEquals(INTERVAL, CatalogueWatch.Schedule.of(INTERVAL).interval());
    }

    @Test
    void anInterruptEndsTheWaitForTheFirstReadingAndRemains() {
        Thread.currentThread().interrupt();
        watch.awaitFirstReading(Duration.ofMinutes(1));
        assertTrue(Thread.interrupted());
    }

    @Test
    void anInterruptEndsTheWatchAndRemains() throws InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread running = new Thread(() -> {
            watch.run();
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        running.start();
        answer(Answer.FUNCTION);
        awaitRest(running);
        running.interrupt();
        running.join(TimeUnit.SECONDS.toMillis(10));
        assertFalse(running.isAlive());
        assertTrue(interrupted.get());
    }

    @Test
    void aFailureIsLoggedOnceAndItsEnd() throws InterruptedException {
        List<String> lines;
        try (LoggedLines logged = new LoggedLines(CatalogueWatch.class.getName())) {
            lines = logged.lines();
            thread.start();
            for (int i = 0; i < 2; i++) {
                answer(Answer.FAILURE);
                awaitRest();
                assertEquals(1, lines.size(), lines.toString());
                pass(INTERVAL);
            }
            answer(Answer.FUNCTION);
            awaitRest();
            assertEquals(2, lines.size(), lines.toString());
            pass(INTERVAL);
            answer(Answer.NOTHING);
            awaitVerdict(Verdict.WRITE);
            awaitRest();
        }
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(
                lines.get(0).startsWith("WARNING The catalogue of the database cannot be read: away."), lines.get(0));
        assertEquals("INFO The catalogue of the database can be read again.", lines.get(1));
    }

    @Test
    void endsWhenClosed() throws InterruptedException {
        thread.start();
        answer(Answer.FUNCTION);
        awaitRest();
        watch.close();
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertFalse(thread.isAlive());
    }

    @Test
    void theFirstReadingIsAwaitedUntilItSucceedsOrFails() throws Exception {
        watch.awaitFirstReading(Duration.ZERO);
        Thread start = new Thread(() -> watch.awaitFirstReading(Duration.ofMinutes(1)));
        start.start();
        thread.start();
        assertTrue(start.isAlive(), "nothing was read yet");
        assertTrue(answers.offer(Answer.FAILURE, 10, TimeUnit.SECONDS));
        start.join(10_000);
        assertFalse(start.isAlive());
    }
}
