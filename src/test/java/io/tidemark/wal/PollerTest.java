package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PollerTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Reading FIRST = new Reading(new ClusterId(1), new Position(1, new Lsn(1)));

    private final GatedServer server = new GatedServer();
    private final Poller poller = new Poller(server, NEVER, Ticker.SYSTEM, new Ignoring());
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
        server.gate.countDown();
        server.breaks = true;
        CompletableFuture<Reading> broken = poller.next();
        thread.start();
        ExecutionException failed = assertThrows(ExecutionException.class, broken::get);
        assertTrue(failed.getCause() instanceof ServerFault);
        server.breaks = false;
        assertTrue(poller.next().get().position().lsn().value() > 1);
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

    /** Answers its count of enquiries, and none before the gate is open. */
    private static final class GatedServer implements Server {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);
        private volatile boolean breaks;
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
            if (breaks) {
                throw new IllegalStateException("a pool that throws what JDBC does not foresee");
            }
            return new Reading(FIRST.cluster(), new Position(1, new Lsn(count)));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Ignoring implements Poller.Observer {
        @Override
        public void answered(long asked, Reading reading) {}

        @Override
        public void failed(long asked, ServerFault fault) {}
    }
}
