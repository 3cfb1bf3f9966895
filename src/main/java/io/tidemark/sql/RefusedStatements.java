package io.tidemark.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

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
    private static final int MOST_NAMES = 100;

    private final int most;
    private final long forNow;
    private final LongSupplier nanos;
    private final Map<Long, Refusal> since = new HashMap<>();
    private final Deque<Long> inOrder = new ArrayDeque<>();
    private volatile boolean any;

    /**
     * When a statement was refused, and the hashes of the names in it: two names that share one are both taken for changed.
     * A statement with very many has none here, and is concerned by any change.
     */
    private record Refusal(long time, Set<Integer> names) {

        static Refusal of(long time, Set<String> names) {
            return new Refusal(time, names.size() > MOST_NAMES ? Set.of() : hashes(names));
        }

        boolean isConcernedBy(Set<Integer> changed) {
            return names.isEmpty() || names.stream().anyMatch(changed::contains);
        }
    }

    private static Set<Integer> hashes(Set<String> names) {
        return names.stream().map(String::hashCode).collect(Collectors.toUnmodifiableSet());
    }

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

    void add(String sql, Set<String> names) {
        put(TextKey.of(sql), FOR_EVER, names);
    }

    void addForNow(String sql, Set<String> names) {
        put(TextKey.of(sql), nanos.getAsLong(), names);
    }

    boolean contain(String sql) {
        return any && isLive(TextKey.of(sql));
    }

    synchronized void clear() {
        since.clear();
        inOrder.clear();
        any = false;
    }

    /** Forgets those that have one of the names in them. */
    synchronized void forget(Set<String> names) {
        Set<Integer> changed = hashes(names);
        since.values().removeIf(refusal -> refusal.isConcernedBy(changed));
        inOrder.removeIf(key -> !since.containsKey(key));
        any = !since.isEmpty();
    }

    private synchronized void put(Long key, long time, Set<String> names) {
        Refusal known = since.get(key);
        if (known == null) {
            if (inOrder.size() >= most) {
                since.remove(inOrder.removeFirst());
            }
            inOrder.addLast(key);
        } else if (known.time == FOR_EVER) {
            return;
        }
        since.put(key, Refusal.of(time, names));
        any = true;
    }

    private synchronized boolean isLive(Long key) {
        Refusal refusal = since.get(key);
        return refusal != null && (refusal.time == FOR_EVER || nanos.getAsLong() - refusal.time < forNow);
    }

    synchronized int size() {
        return since.size();
    }
}
