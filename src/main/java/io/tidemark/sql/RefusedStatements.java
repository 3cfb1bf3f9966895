package io.tidemark.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The statements that a standby has refused although the classifier took them for reads: for now, or as long as this
 * object lives.
 *
 * <p>Bounded: the statement that was refused first is forgotten first, and costs one more refusal. A text counts by its
 * hash and length, so that long ones cost no more than short ones; two texts that share both are both taken for writes,
 * which is safe. Thread-safe.
 */
final class RefusedStatements {

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final int most;
    private final long forNow;
    private final LongSupplier nanos;
    private final Map<Long, Long> since = new HashMap<>();
    private final Deque<Long> inOrder = new ArrayDeque<>();
    private volatile boolean any;

    /**
     * Nothing was refused yet.
     *
     * @param most how many statements are remembered
     * @param forNow for how many nanoseconds {@link #addForNow} holds
     * @param nanos a monotonic time in nanoseconds
     */
    RefusedStatements(int most, long forNow, LongSupplier nanos) {
        this.most = most;
        this.forNow = forNow;
        this.nanos = nanos;
    }

    void add(String sql) {
        put(TextKey.of(sql), FOR_EVER);
    }

    void addForNow(String sql) {
        put(TextKey.of(sql), nanos.getAsLong());
    }

    boolean contain(String sql) {
        return any && isLive(TextKey.of(sql));
    }

    synchronized void clear() {
        since.clear();
        inOrder.clear();
        any = false;
    }

    private synchronized void put(Long key, long time) {
        Long known = since.get(key);
        if (known == null) {
            if (inOrder.size() >= most) {
                since.remove(inOrder.removeFirst());
            }
            inOrder.addLast(key);
        } else if (known == FOR_EVER) {
            return;
        }
        since.put(key, time);
        any = true;
    }

    private synchronized boolean isLive(Long key) {
        Long time = since.get(key);
        return time != null && (time == FOR_EVER || nanos.getAsLong() - time < forNow);
    }

    synchronized int size() {
        return since.size();
    }
}
