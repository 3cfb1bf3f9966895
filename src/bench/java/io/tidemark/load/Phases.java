package io.tidemark.load;

import io.gatling.javaapi.core.Session;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The running phase, its requests in flight, and its results. Thread-safe. */
final class Phases {

    private static final int MOST_SAMPLES = 1 << 22;
    private static final long BETWEEN_LOOKS_MILLIS = 1;

    private volatile boolean running;
    private volatile @Nullable Phase phase;
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicIntegerArray samples = new AtomicIntegerArray(MOST_SAMPLES);
    private final AtomicLong count = new AtomicLong();
    private final LongAdder failed = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder onPrimary = new LongAdder();
    private final ConcurrentMap<String, LongAdder> reasons = new ConcurrentHashMap<>();

    /** The versions of the users' things whose writes were acknowledged. Phases of all applications share the database. */
    private final ConcurrentMap<Integer, Integer> acknowledged = new ConcurrentHashMap<>();

    void start(Phase next) {
        count();
        phase = next;
        running = true;
    }

    /** Begins to count anew while the phase goes on. */
    void count() {
        count.set(0);
        failed.reset();
        reads.reset();
        stale.reset();
        onPrimary.reset();
        reasons.clear();
    }

    /** Ends the phase, and waits for the requests in flight. */
    Tally stop() throws InterruptedException {
        running = false;
        while (inFlight.get() > 0) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
        int[] micros = new int[(int) Math.min(count.get(), MOST_SAMPLES)];
        for (int i = 0; i < micros.length; i++) {
            micros[i] = samples.get(i);
        }
        return Tally.of(micros, failed.sum(), reads.sum(), stale.sum(), onPrimary.sum(), reasons());
    }

    private String reasons() {
        return new TreeMap<>(reasons)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().sum())
                        .collect(Collectors.joining(",", "[", "]"));
    }

    /** {@return whether a phase runs, so that the session may send a request} {@link #leave} must follow. */
    boolean enter(Session session) {
        inFlight.incrementAndGet();
        if (!running) {
            inFlight.decrementAndGet();
            return false;
        }
        return true;
    }

    /** {@return the running phase} It does not end between {@link #enter} and {@link #leave}. */
    Phase current() {
        return Objects.requireNonNull(phase);
    }

    int acknowledged(int user) {
        return acknowledged.getOrDefault(user, 0);
    }

    /** Counts the request of a session. */
    Session leave(Session session) {
        int micros = (int) ((System.nanoTime() - session.getLong("begun")) / 1000);
        long index = count.getAndIncrement();
        if (index < MOST_SAMPLES) {
            samples.set((int) index, micros);
        }
        int user = session.getInt("user");
        if (session.isFailed()) {
            failed.increment();
        } else if (session.contains("version")) {
            int version = session.getInt("version");
            if (session.getBoolean("writes")) {
                acknowledged.merge(user, version, Math::max);
            } else {
                countRead(session, version);
            }
        }
        inFlight.decrementAndGet();
        return session.markAsSucceeded();
    }

    private void countRead(Session session, int version) {
        reads.increment();
        if (version < session.getInt("expected")) {
            stale.increment();
        }
        if (session.contains("reason")) {
            reasons.computeIfAbsent(session.get("reason"), any -> new LongAdder())
                    .increment();
        }
        if (session.contains("route") && session.<String>get("route").startsWith("primary")) {
            onPrimary.increment();
        }
    }
}
