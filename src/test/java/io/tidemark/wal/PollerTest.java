package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PollerTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Reading FIRST = FakeServer.reading(new ClusterId(1), new Position(1, new Lsn(1)));

    private final GatedServer server = new GatedServer();
    private final Observing observer = new Observing();
    private final Poller poller = new Poller("the server", server, NEVER, Ticker.SYSTEM, observer);
    private final Thread thread = new Thread(poller);

    @AfterEach
    void end() throws InterruptedException {
        poller.close();
        server.gate.countDown();
        thread.join();
    }

    @Test
    void allWhoWaitShareOneEnquiryThatStartsAfterTheyAsked() throws Exception {
        CompletableFuture<Reading> before = poller.next();
        thread.start();
        server.asked.await();
        List<CompletableFuture<Reading>> waiting =
                Stream.generate(poller::next).limit(100).toList();
        waiting.forEach(answer -> assertFalse(answer.isDone(), "an enquiry under way is too old for them"));
        server.gate.countDown();

        assertEquals(1, before.get().position().lsn().value());
        for (CompletableFuture<Reading> answer : waiting) {
            assertEquals(2, answer.get(10, TimeUnit.SECONDS).position().lsn().value());
        }
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
        server.gate.countDown();
        server.breaks = thrown;
        CompletableFuture<Reading> broken = poller.next();
        thread.start();
        ExecutionException failed = assertThrows(ExecutionException.class, broken::get);
        assertTrue(failed.getCause() instanceof ServerFault fault && fault.getCause() == thrown);
        server.breaks = null;
        assertTrue(poller.next().get().position().lsn().value() > 1);
    }

    @Test
    void anObserverThatFailsDoesNotEndThePolling() throws Exception {
        server.gate.countDown();
        observer.breaks = true;
        CompletableFuture<Reading> broken = poller.next();
        thread.start();
        assertThrows(ExecutionException.class, broken::get);
        observer.breaks = false;
        assertTrue(poller.next().get().position().lsn().value() > 1);
    }

    @Test
    void aThreadThatSomebodyElseEndsIsToldAsAFault() throws Exception {
        server.gate.countDown();
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
        server.asked.await();
        CompletableFuture<Reading> waiting = poller.next();
        poller.close();
        server.gate.countDown();
        thread.join();
        assertTrue(waiting.isCompletedExceptionally());
        assertTrue(server.closed);
    }

    /** The pauses are lower bounds, so that a slow machine cannot break them. */
    @Test
    void aServerThatIsAwayIsAskedLessAndLess() throws Exception {
        Refusing away = new Refusing();
        try (Poller quick = new Poller("the server", away, Duration.ofMillis(1), Ticker.SYSTEM, observer)) {
            new Thread(quick).start();
            away.enough.await();
        }
        long first = away.times.get(0);
        for (int i = 1; i < away.times.size(); i++) {
            long pause = away.times.get(i) - away.times.get(i - 1);
            long known = away.times.get(i - 1) - first;
            assertTrue(pause >= known / 2, "after " + known + " ns it paused for " + pause);
        }
    }

    @Test
    void aServerThatIsAwayIsAskedAtOnceBySomebodyWhoWaits() throws Exception {
        Refusing away = new Refusing();
        try (Poller slow = new Poller("the server", away, NEVER, Ticker.SYSTEM, observer)) {
            new Thread(slow).start();
            for (int i = 0; i < Refusing.ENOUGH; i++) {
                assertThrows(ExecutionException.class, () -> slow.next().get(10, TimeUnit.SECONDS));
            }
        }
    }

    /** Refuses connections, and keeps when it was asked for one. */
    private static final class Refusing implements Server {
        private static final int ENOUGH = 12;

        private final CountDownLatch enough = new CountDownLatch(ENOUGH);
        private final List<Long> times = new CopyOnWriteArrayList<>();

        @Override
        public Reading read() throws ServerFault {
            times.add(System.nanoTime());
            enough.countDown();
            throw new ServerFault(ServerFault.Kind.UNREACHABLE, "refused");
        }

        @Override
        public void flush() {}

        @Override
        public void leave() {}

        @Override
        public void close() {}
    }

    /** Blocks every query until the gate is open, and answers the number of the query. */
    private static final class GatedServer implements Server {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);
        private volatile @Nullable Throwable breaks;
        private volatile boolean closed;
        private int count;

        @Override
        public Reading read() {
            count++;
            asked.countDown();
            try {
                gate.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            if (breaks instanceof Error error) {
                throw error;
            } else if (breaks instanceof RuntimeException exception) {
                throw exception;
            }
            return FakeServer.reading(FIRST.cluster(), new Position(1, new Lsn(count)));
        }

        @Override
        public void flush() {}

        @Override
        public void leave() {}

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Observing implements Poller.Observer {
        private volatile boolean breaks;
        private volatile int faults;

        @Override
        public void answered(long asked, Reading reading) {
            breakIfTold();
        }

        @Override
        public void failed(long asked, ServerFault fault) {
            faults = 1;
            breakIfTold();
        }

        private void breakIfTold() {
            if (breaks) {
                throw new OutOfMemoryError("told to");
            }
        }
    }
}
