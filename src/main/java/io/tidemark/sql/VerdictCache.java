package io.tidemark.sql;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache of verdicts by text. It has two generations, and discards the older one when the younger one is full.
 * A hit in the older generation moves the text to the younger one, so that texts that occur once do not evict frequent
 * ones.
 *
 * <p>A hit in the younger generation is one look-up; it takes no lock and allocates no memory. Thread-safe.
 */
final class VerdictCache {

    /** Longer texts are classified each time, so that the cache stays below 32 MiB. */
    private static final int LONGEST = 8 * 1024;

    private record Generations(
            ConcurrentMap<String, Classification> young, ConcurrentMap<String, Classification> old) {}

    private final int half;
    private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    VerdictCache(int most) {
        this.half = most / 2;
    }

    @Nullable
    Classification get(String sql) {
        Generations now = generations;
        Classification known = now.young.get(sql);
        if (known == null) {
            known = now.old.get(sql);
            if (known != null) {
                put(sql, known);
            }
        }
        return known;
    }

    void put(String sql, Classification verdict) {
        if (half == 0 || sql.length() > LONGEST) {
            return;
        }
        if (generations.young.size() >= half) {
            age();
        }
        generations.young.put(sql, verdict);
    }

    private synchronized void age() {
        if (generations.young.size() >= half) {
            generations = new Generations(new ConcurrentHashMap<>(), generations.young);
        }
    }

    int size() {
        Generations now = generations;
        return now.young.size() + now.old.size();
    }
}
