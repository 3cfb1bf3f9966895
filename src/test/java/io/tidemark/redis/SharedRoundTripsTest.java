package io.tidemark.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.marks.StoreUnavailable;
import io.tidemark.servers.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedRoundTripsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A round trip that waits for its end. */
    private record InFlight(List<Integer> questions, BlockingQueue<List<String>> answers) {
        void answer() {
            answers.add(questions.stream().map(each -> "answer " + each).toList());
        }

        void fail() {
            answers.add(List.of());
        }
    }

    private final BlockingQueue<InFlight> begun = new LinkedBlockingQueue<>();
    private final List<Thread> asking = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(run -> {
        Thread thread = new Thread(run);
        asking.add(thread);
        return thread;
    });
    private final SharedRoundTrips<Integer, String> shared = new SharedRoundTrips<>(2, questions -> {
        InFlight trip = new InFlight(questions, new LinkedBlockingQueue<>());
        begun.add(trip);
        List<String> answers = taken(trip.answers());
        if (answers.isEmpty()) {
            throw new StoreUnavailable("away");
        }
        return answers;
    });

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static <T> T taken(BlockingQueue<T> queue) {
        try {
            T taken = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (taken == null) {
                throw new AssertionError("Nothing came");
            }
            return taken;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private Future<String> ask(int question) {
        return threads.submit(() -> shared.ask(question));
    }

    /** Asks, and returns when the thread waits for others. */
    private Future<String> askBehind(int question) throws Exception {
        Future<String> asked = ask(question);
        Thread thread = asking.get(asking.size() - 1);
        Await.until("a question that waits", PATIENCE, () -> thread.getState() == Thread.State.WAITING);
        return asked;
    }

    @Test
    void aQuestionTravelsAtOnceUnlessEnoughAreInFlight() throws Exception {
        Future<String> first = ask(1);
        InFlight one = taken(begun);
        Future<String> second = ask(2);
        InFlight two = taken(begun);
        assertEquals(List.of(List.of(1), List.of(2)), List.of(one.questions(), two.questions()));

        Future<String> third = askBehind(3);
        Future<String> fourth = askBehind(4);
        assertTrue(begun.isEmpty());
        two.answer();
        InFlight rest = taken(begun);
        assertEquals(List.of(3, 4), rest.questions());
        rest.answer();
        one.answer();
        assertEquals(
                List.of("answer 1", "answer 2", "answer 3", "answer 4"),
                List.of(first.get(), second.get(), third.get(), fourth.get()));
    }

    @Test
    void theQuestionsBehindAFailedRoundTripFailWithItAndLaterOnesDoNot() throws Exception {
        Future<String> first = ask(1);
        InFlight one = taken(begun);
        Future<String> second = ask(2);
        InFlight two = taken(begun);
        Future<String> third = askBehind(3);
        one.fail();
        for (Future<String> failed : List.of(first, third)) {
            ExecutionException why = assertThrows(ExecutionException.class, failed::get);
            assertTrue(String.valueOf(why.getMessage()).endsWith("StoreUnavailable: away"), why.getMessage());
        }
        two.answer();
        assertEquals("answer 2", second.get());
        Future<String> later = ask(4);
        taken(begun).answer();
        assertEquals("answer 4", later.get());
    }

    @Test
    void anErrorOfOneThreadLeavesNoOtherWaiting() throws Exception {
        AtomicInteger trips = new AtomicInteger();
        BlockingQueue<Boolean> go = new LinkedBlockingQueue<>();
        SharedRoundTrips<Integer, String> broken = new SharedRoundTrips<>(1, questions -> {
            trips.incrementAndGet();
            taken(go);
            throw new StackOverflowError("deep");
        });
        Future<String> first = threads.submit(() -> broken.ask(1));
        Await.until("the first", PATIENCE, () -> trips.get() == 1);
        Future<String> second = threads.submit(() -> broken.ask(2));
        Thread thread = asking.get(1);
        Await.until("the second", PATIENCE, () -> thread.getState() == Thread.State.WAITING);
        go.add(true);
        assertInstanceOf(
                StackOverflowError.class,
                assertThrows(ExecutionException.class, first::get).getCause());
        assertInstanceOf(
                StoreUnavailable.class,
                assertThrows(ExecutionException.class, second::get).getCause());
        go.add(true);
        assertThrows(StackOverflowError.class, () -> broken.ask(3));
        assertEquals(2, trips.get());
    }

    @Test
    void anInterruptFailsNoQuestionAndIsKeptForTheCaller() throws Exception {
        Future<String> first = ask(1);
        InFlight one = taken(begun);
        Future<String> second = ask(2);
        InFlight two = taken(begun);
        Future<Boolean> third = threads.submit(() -> {
            shared.ask(3);
            return Thread.interrupted();
        });
        Thread thread = asking.get(2);
        Await.until("a question that waits", PATIENCE, () -> thread.getState() == Thread.State.WAITING);
        thread.interrupt();
        one.answer();
        taken(begun).answer();
        assertTrue(third.get());
        two.answer();
        assertEquals(List.of("answer 1", "answer 2"), List.of(first.get(), second.get()));
    }

    @Test
    void everyQuestionOfManyThreadsGetsItsOwnAnswerFromARoundTripThatBeginsAfterIt() throws Exception {
        AtomicInteger clock = new AtomicInteger();
        SharedRoundTrips<Integer, int[]> many = new SharedRoundTrips<>(3, questions -> {
            int begin = clock.incrementAndGet();
            if (new Random(begin).nextInt(50) == 0) {
                throw new StoreUnavailable("away");
            }
            return questions.stream().map(each -> new int[] {each, begin}).toList();
        });
        List<Future<Integer>> done = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            int first = thread * 10_000;
            done.add(threads.submit(() -> {
                int answered = 0;
                for (int question = first; question < first + 5_000; question++) {
                    int asked = clock.get();
                    try {
                        int[] answer = many.ask(question);
                        assertEquals(question, answer[0]);
                        assertTrue(answer[1] > asked, "the round trip began before the question");
                        answered++;
                    } catch (StoreUnavailable expected) {
                        assertEquals("away", expected.getMessage());
                    }
                }
                return answered;
            }));
        }
        int answered = 0;
        for (Future<Integer> each : done) {
            answered += each.get(60, TimeUnit.SECONDS);
        }
        assertTrue(answered > 40_000, answered + " of 80000 were answered");
    }
}
