package io.tidemark.sql;

import io.tidemark.time.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statements that a standby has refused although they were classified as reads, for a limited time or for the life
 * of this object.
 *
 * <p>Bounded: the oldest refusal is discarded first, at the cost of one more refusal. A text is identified by its hash
 * and length, so that long texts use no more memory than short ones. Two texts with the same hash and length both count
 * as writes, which is safe. Thread-safe.
 */
final class RefusedStatements {

    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final int MOST_NAMES = 100;

    private final int most;
    private final long forNow;
    private final Ticker ticker;
    private final Map<Long, Refusal> since = new HashMap<>();
    private final Deque<Long> inOrder = new ArrayDeque<>();
    private volatile boolean any;

    /**
     * The time of a refusal, and the hashes of the names in the statement. Two names with the same hash both count as
     * changed. A statement with very many names has none here, and is affected by any change.
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
     * Creates an empty collection.
     *
     * @param most the maximum number of statements
     * @param forNow the life of a refusal by {@link #addForNow}, in nanoseconds
     * @param ticker the clock
     */
    RefusedStatements(int most, long forNow, Ticker ticker) {
        this.most = most;
        this.forNow = forNow;
        this.ticker = ticker;
    }

    void add(String sql, Set<String> names) {
        put(TextKey.of(sql), FOR_EVER, names);
    }

    void addForNow(String sql, Set<String> names) {
        put(TextKey.of(sql), ticker.nanos(), names);
    }

    boolean contain(String sql) {
        return any && isLive(TextKey.of(sql));
    }

    synchronized void clear() {
        since.clear();
        inOrder.clear();
        any = false;
    }

    /** Removes the statements that contain one of the names. */
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
        return refusal != null && (refusal.time == FOR_EVER || ticker.nanos() - refusal.time < forNow);
    }

    synchronized int size() {
        return since.size();
    }
}
