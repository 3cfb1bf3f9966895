package io.tidemark.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.concurrent.Races;
import io.tidemark.marks.StoreUnavailable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Explores the interleavings of threads that share round trips. Lincheck also reports a thread that waits forever. */
@Tag("slow")
@Tag("standalone")
class SharedRoundTripsRacesIT {

    /** A server whose answers show the order of the round trips. */
    private static final class Server {
        private final AtomicInteger trips = new AtomicInteger();

        List<Integer> answer(List<Integer> questions) {
            int number = trips.incrementAndGet();
            return questions.stream().map(question -> question * 100 + number).toList();
        }
    }

    private static Races.Work asks(SharedRoundTrips<Integer, Integer> shared, Server server, int question) {
        return () -> {
            int before = server.trips.get();
            int answer = shared.ask(question);
            assertEquals(question, answer / 100, "the answer of another question");
            assertTrue(answer % 100 > before, "a round trip that began before the question");
        };
    }

    @Test
    void eachThreadHasItsOwnAnswerOfARoundTripThatBeginsAfterItsQuestion() {
        Races.explore(() -> {
            Server server = new Server();
            SharedRoundTrips<Integer, Integer> shared = new SharedRoundTrips<>(1, server::answer);
            Races.together(asks(shared, server, 1), asks(shared, server, 2), asks(shared, server, 3));
        });
    }

    @Test
    void aRoundTripThatFailsLeavesNoThreadWaitingAndTheNextIsMade() {
        Races.explore(() -> {
            Server server = new Server();
            AtomicInteger failures = new AtomicInteger(1);
            SharedRoundTrips<Integer, Integer> shared = new SharedRoundTrips<>(1, questions -> {
                if (failures.getAndDecrement() > 0) {
                    throw new StoreUnavailable("away");
                }
                return server.answer(questions);
            });
            Races.together(() -> askOrFail(shared, 1), () -> askOrFail(shared, 2));
            assertEquals(3, shared.ask(3) / 100);
        });
    }

    private static void askOrFail(SharedRoundTrips<Integer, Integer> shared, int question) {
        try {
            assertEquals(question, shared.ask(question) / 100);
        } catch (StoreUnavailable away) {
            assertEquals("away", away.getMessage());
        }
    }
}
