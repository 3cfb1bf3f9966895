package io.tidemark.it.promise;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that all make requests at once. */
final class Crowd {

    static final int THREADS = 32;

    private Crowd() {}

    /** A request of one thread. */
    interface Request {
        void run(int thread, int round) throws Exception;
    }

    /**
     * Has every thread make that many requests.
     *
     * @param failures what went wrong, in words
     * @param perSecond how many requests were done
     */
    record Result(List<String> failures, double perSecond) {}

    static Result make(int rounds, Request request) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long begin = System.nanoTime();
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                all.add(threads.submit(() -> failures(thread, rounds, request)));
            }
            List<String> failures = new ArrayList<>();
            for (Future<List<String>> one : all) {
                failures.addAll(one.get());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Result(failures, THREADS * rounds / seconds);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> failures(int thread, int rounds, Request request) {
        List<String> failures = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try {
                request.run(thread, round);
            } catch (Exception | AssertionError failure) {
                failures.add(failure.toString());
            }
        }
        return failures;
    }
}
