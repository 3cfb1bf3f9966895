package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PollerTest {

    private static final Duration NEVER = Duration.ofHours(1);

    /** The number of queries to an unavailable server. */
    private static final int ENOUGH = 12;

    private final FakeServer server = new FakeServer();
    private final Observing observer = new Observing();
    private final Poller poller = new Poller("the server", server, NEVER, Ticker.SYSTEM, observer);
    private final Thread thread = new Thread(poller);

    @BeforeEach
    void noAnswerLeavesBeforeTheServerThaws() {
        server.countsEnquiries();
        server.freezes();
    }

    @AfterEach
    void end() throws InterruptedException {
        poller.close();
        server.thaws();
        thread.join();
    }

    @Test
    void allWhoWaitShareOneEnquiryThatStartsAfterTheyAsked() throws Exception {
        CompletableFuture<PositionReading> before = poller.next();
        thread.start();
        server.awaitEnquiries(1);
        List<CompletableFuture<PositionReading>> waiting =
                Stream.generate(poller::next).limit(100).toList();
        waiting.forEach(answer -> assertFalse(answer.isDone(), "an enquiry under way is too old for them"));
        server.thaws();

        assertEquals(1, before.get().position().lsn().value());
        for (CompletableFuture<PositionReading> answer : waiting) {
            assertEquals(2, answer.get(10, TimeUnit.SECONDS).position().lsn().value());
        }
    }

    @Test
    void aPollThatHangsIsReportedOnceAndItsAnswerStillCounts() throws Exception {
        CompletableFuture<PositionReading> answer = poller.next();
        thread.start();
        server.awaitEnquiries(1);
        poller.reportOverdue(NEVER);
        assertEquals(0, observer.failures());
        poller.reportOverdue(Duration.ZERO);
        poller.reportOverdue(Duration.ZERO);
        assertEquals(1, observer.failures());
        assertFalse(answer.isDone());
        server.thaws();
        assertEquals(1, answer.get().position().lsn().value());
        poller.reportOverdue(Duration.ZERO);
        assertEquals(1, observer.failures());
    }

    @Test
    void aRuntimeExceptionOfTheServerIsAFaultAndPollingGoesOn() throws Exception {
        assertSurvives(new IllegalStateException("a pool that throws what JDBC does not foresee"));
    }

    @Test
    void anErrorOfTheServerIsAFaultAndPollingGoesOn() throws Exception {
        assertSurvives(new NoClassDefFoundError("a driver that was taken away"));
    }

    private void assertSurvives(Throwable thrown) throws Exception {
        server.thaws();
        server.breaks(thrown);
        CompletableFuture<PositionReading> broken = poller.next();
        thread.start();
        ExecutionException failed = assertThrows(ExecutionException.class, broken::get);
        assertTrue(failed.getCause() instanceof ServerFault fault && fault.getCause() == thrown);
        server.isMended();
        assertTrue(poller.next().get().position().lsn().value() > 1);
    }

    @Test
    void anObserverThatFailsDoesNotEndThePolling() throws Exception {
        server.thaws();
        observer.breaks = true;
        CompletableFuture<PositionReading> broken = poller.next();
        thread.start();
        assertThrows(ExecutionException.class, broken::get);
        observer.breaks = false;
        assertTrue(poller.next().get().position().lsn().value() > 1);
    }

    @Test
    void aThreadThatSomebodyElseEndsIsToldAsAFault() throws Exception {
        server.thaws();
        thread.start();
        poller.next().get();
        thread.interrupt();
        thread.join();
        assertTrue(observer.faults > 0);
        assertTrue(poller.next().isCompletedExceptionally(), "nobody waits for a thread that is gone");
    }

    @Test
    void closingRefusesThoseWhoWaitAndEndsTheThread() throws Exception {
        thread.start();
        server.awaitEnquiries(1);
        CompletableFuture<PositionReading> waiting = poller.next();
        poller.close();
        server.thaws();
        thread.join();
        assertTrue(waiting.isCompletedExceptionally());
        assertTrue(server.isClosed());
    }

    /** The time of the traffic is the test's. The pauses are lower bounds, so that a slow machine cannot break them. */
    @Test
    void anIdleNodePollsLess() throws Exception {
        Duration pause = Duration.ofMillis(100);
        AtomicLong time = new AtomicLong();
        Traffic traffic = new Traffic(pause, time::get);
        FakeServer idle = new FakeServer();
        idle.answers(new Position(1, new Lsn(1)));
        try (Poller slow =
                new Poller("the server", idle, Duration.ofMillis(1), () -> false, traffic, Ticker.SYSTEM, observer)) {
            new Thread(slow).start();
            idle.awaitEnquiries(ENOUGH);
            time.addAndGet(pause.multipliedBy(Traffic.IDLE_AFTER_PAUSES).toNanos());
            slow.next().get();
            // The poll after it may have begun before the time passed.
            int asked = idle.enquiries() + 1;
            List<Long> times = idle.awaitEnquiries(asked + 3);
            for (int i = asked; i < asked + 3; i++) {
                assertTrue(times.get(i) - times.get(i - 1) >= pause.toNanos(), times.toString());
            }
        }
    }

    @Test
    void theFirstReadOfAnIdleNodeMakesItPollAtOnce() throws Exception {
        AtomicLong time = new AtomicLong();
        Traffic traffic = new Traffic(NEVER, time::get);
        FakeServer idle = new FakeServer();
        idle.answers(new Position(1, new Lsn(1)));
        try (Poller slow =
                new Poller("the server", idle, Duration.ofMillis(1), () -> false, traffic, Ticker.SYSTEM, observer)) {
            time.addAndGet(NEVER.multipliedBy(Traffic.IDLE_AFTER_PAUSES).toNanos());
            new Thread(slow).start();
            idle.awaitEnquiries(1);
            traffic.noteRead();
            idle.awaitEnquiries(1 + ENOUGH);
        }
    }

    /** The pauses are lower bounds, so that a slow machine cannot break them. */
    @Test
    void aServerThatIsAwayIsAskedLessAndLess() throws Exception {
        FakeServer away = new FakeServer();
        List<Long> times;
        try (Poller quick = new Poller("the server", away, Duration.ofMillis(1), Ticker.SYSTEM, observer)) {
            new Thread(quick).start();
            times = away.awaitEnquiries(ENOUGH);
        }
        long first = times.get(0);
        for (int i = 1; i < times.size(); i++) {
            long pause = times.get(i) - times.get(i - 1);
            long known = times.get(i - 1) - first;
            assertTrue(pause >= known / 2, "after " + known + " ns it paused for " + pause);
        }
    }

    @Test
    void aServerThatIsAwayIsAskedAtOnceBySomebodyWhoWaits() throws Exception {
        FakeServer away = new FakeServer();
        try (Poller slow = new Poller("the server", away, NEVER, Ticker.SYSTEM, observer)) {
            new Thread(slow).start();
            for (int i = 0; i < ENOUGH; i++) {
                assertThrows(ExecutionException.class, () -> slow.next().get(10, TimeUnit.SECONDS));
            }
        }
    }

    private static final class Observing implements Poller.Observer {
        private volatile boolean breaks;
        private volatile int faults;
        private final AtomicInteger failures = new AtomicInteger();

        int failures() {
            return failures.get();
        }

        @Override
        public void answered(long asked, PositionReading reading) {
            breakIfTold();
        }

        @Override
        public void failed(long asked, ServerFault fault) {
            faults = 1;
            failures.incrementAndGet();
            breakIfTold();
        }

        private void breakIfTold() {
            if (breaks) {
                throw new OutOfMemoryError("told to");
            }
        }
    }
}
