package io.tidemark.it.support;

import io.tidemark.Reason;
import io.tidemark.it.support.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Readers that read over and over while something happens to the replicas. Thread-safe. */
public final class Readers implements AutoCloseable {

    private static final int OK = 200;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLongArray answers;
    private final Map<String, AtomicLong> served = new ConcurrentHashMap<>();
    private final List<Future<List<Answer>>> failures = new ArrayList<>();
    private final ExecutorService threads;

    private Readers(int readers) {
        answers = new AtomicLongArray(readers);
        threads = Executors.newFixedThreadPool(readers);
    }

    /**
     * Starts readers.
     *
     * @param read sends the request of the reader with this number, which begins with 0
     */
    public static Readers start(int readers, IntFunction<Answer> read) {
        Readers started = new Readers(readers);
        for (int reader = 0; reader < readers; reader++) {
            int number = reader;
            started.failures.add(started.threads.submit(() -> started.readUntilEnd(number, read)));
        }
        return started;
    }

    private List<Answer> readUntilEnd(int reader, IntFunction<Answer> read) {
        List<Answer> failed = new ArrayList<>();
        while (!ended.get()) {
            Answer answer = read.apply(reader);
            String route = answer.route().orElse("");
            if (answer.status() != OK || (route.equals("primary") && !isSlowMachine(answer))) {
                failed.add(answer);
            }
            served.computeIfAbsent(route, name -> new AtomicLong()).incrementAndGet();
            answers.incrementAndGet(reader);
        }
        return failed;
    }

    /** Whether Redis did not answer in time. The replicas are not the cause. */
    private static boolean isSlowMachine(Answer answer) {
        return answer.reason().equals(Optional.of(Reason.STORE_UNAVAILABLE.name()));
    }

    /** Waits until each reader has had this number of further answers. The first request of each may have begun earlier. */
    public void awaitMore(int more) {
        long[] enough = IntStream.range(0, answers.length())
                .mapToLong(reader -> answers.get(reader) + more)
                .toArray();
        Awaiting.until(more + " more answers of each", () -> IntStream.range(0, enough.length)
                .allMatch(reader -> answers.get(reader) >= enough[reader]));
    }

    /** {@return the number of reads that a replica has served} */
    public long servedBy(String route) {
        return served.computeIfAbsent(route, name -> new AtomicLong()).get();
    }

    /** Waits until a replica serves further reads. */
    public void awaitServedBy(String route) {
        long before = servedBy(route);
        Awaiting.until("a read on " + route, () -> servedBy(route) > before);
    }

    /** Ends the readers, and returns the answers that failed, or came from the primary for want of a replica. */
    public List<Answer> failures() throws Exception {
        ended.set(true);
        List<Answer> all = new ArrayList<>();
        for (Future<List<Answer>> one : failures) {
            all.addAll(one.get());
        }
        return all;
    }

    @Override
    public void close() {
        ended.set(true);
        threads.shutdown();
    }
}
