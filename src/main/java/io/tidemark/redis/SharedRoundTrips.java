package io.tidemark.redis;

import io.tidemark.marks.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the questions of concurrent threads share round trips. A question travels alone and at once, unless several round
 * trips are in flight. Then it travels with all others that wait, as soon as one of these ends. Each round trip begins
 * after its questions were asked.
 *
 * <p>The threads that ask make the round trips; there is no other thread. If a round trip fails, the questions that wait
 * fail as well, so that a server that hangs costs each thread one timeout more at most. An interrupt takes effect afterwards,
 * because it would fail the questions of other threads. Thread-safe.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
final class SharedRoundTrips<Q, A> {

    /** One round trip. */
    interface RoundTrip<Q, A> {
        /** Returns the answers in the order of the questions. */
        List<A> make(List<Q> questions) throws StoreUnavailable;
    }

    /** A question of one thread, which waits on this object. */
    private static final class Asked<Q, A> {
        private final Q question;
        private @Nullable A answer;
        private @Nullable StoreUnavailable failure;
        private @Nullable List<Asked<Q, A>> together;

        /** Used by the thread that asks only. */
        private boolean interrupted = Thread.interrupted();

        Asked(Q question) {
            this.question = question;
        }

        /** Lets this thread make the round trip for these questions, its own among them. */
        synchronized void lead(List<Asked<Q, A>> questions) {
            together = questions;
            notifyAll();
        }

        synchronized void succeed(A with) {
            answer = with;
            notifyAll();
        }

        synchronized void fail(StoreUnavailable with) {
            failure = with;
            notifyAll();
        }

        /** Waits for the answer, or for the questions for which this thread must make the round trip. */
        synchronized List<Asked<Q, A>> awaitTurn() {
            while (together == null && answer == null && failure == null) {
                try {
                    wait();
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
            // An interrupt that comes together with the turn.
            interrupted |= Thread.interrupted();
            return together == null ? List.of() : together;
        }

        synchronized A answer() throws StoreUnavailable {
            StoreUnavailable failed = failure;
            if (failed != null) {
                throw new StoreUnavailable(String.valueOf(failed.getMessage()), failed);
            }
            A given = answer;
            if (given == null) {
                throw new IllegalStateException("The round trip has not ended");
            }
            return given;
        }
    }

    private final int most;
    private final RoundTrip<Q, A> roundTrip;
    private final List<Asked<Q, A>> waiting = new ArrayList<>();
    private int inFlight;

    /**
     * Creates shared round trips.
     *
     * @param most the most round trips in flight
     */
    SharedRoundTrips(int most, RoundTrip<Q, A> roundTrip) {
        this.most = most;
        this.roundTrip = roundTrip;
    }

    /** Returns the answer of a round trip that begins after this call. */
    A ask(Q question) throws StoreUnavailable {
        Asked<Q, A> own = new Asked<>(question);
        synchronized (this) {
            waiting.add(own);
            if (inFlight < most) {
                inFlight++;
                own.lead(takeAll());
            }
        }
        try {
            List<Asked<Q, A>> together = own.awaitTurn();
            if (!together.isEmpty()) {
                make(together);
            }
            return own.answer();
        } finally {
            if (own.interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void make(List<Asked<Q, A>> together) {
        try {
            List<A> answers =
                    roundTrip.make(together.stream().map(each -> each.question).toList());
            for (int i = 0; i < together.size(); i++) {
                together.get(i).succeed(answers.get(i));
            }
            next();
        } catch (StoreUnavailable unavailable) {
            fail(together, unavailable);
        } catch (Throwable unexpected) {
            fail(together, new StoreUnavailable("The marks could not be fetched: " + unexpected, unexpected));
            throw unexpected;
        }
    }

    private synchronized void next() {
        List<Asked<Q, A>> together = takeAll();
        if (together.isEmpty()) {
            inFlight--;
        } else {
            together.get(0).lead(together);
        }
    }

    private void fail(List<Asked<Q, A>> together, StoreUnavailable why) {
        List<Asked<Q, A>> behind;
        synchronized (this) {
            behind = takeAll();
            inFlight--;
        }
        together.forEach(each -> each.fail(why));
        behind.forEach(each -> each.fail(why));
    }

    private synchronized List<Asked<Q, A>> takeAll() {
        List<Asked<Q, A>> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
