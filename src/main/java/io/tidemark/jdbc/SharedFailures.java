package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.sql.TextKey;
import io.tidemark.time.Ticker;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Failures of reads that replica and primary share: the retry on the primary failed with the same SQLState. For one second, the
 * same failure of the same text is thrown without a retry. So a mistake in a text costs the primary one statement per second,
 * however often the text is run.
 *
 * <p>Failures are the same if text, SQLState and the replica's message are equal. The message names the column, the label or the
 * value. So a bad parameter does not hide that another value is only too new for the replica. Because values differ without
 * bound, any failure of a text is thrown after eight different failures of it within the second.
 *
 * <p>The pause is short because the primary receives each change of the schema first, after which its failure ends. Bounded: of
 * more than 1,024 texts the oldest is dropped. Thread-safe.
 */
final class SharedFailures {

    static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final int MOST_OF_A_TEXT = 8;
    private static final int MOST_TEXTS = 1024;

    /** Failures of one text since that time. */
    private record Seen(long since, Set<Integer> failures) {}

    private final Ticker ticker;
    private final Map<Long, Seen> texts = new LinkedHashMap<>();

    /**
     * Starts without failures.
     *
     * @param ticker the clock
     */
    SharedFailures(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Adds a failure on the replica that the primary had with the same SQLState. */
    synchronized void add(String sql, Exception onReplica) {
        Long key = TextKey.of(sql);
        Seen seen = texts.get(key);
        if (seen == null || isOver(seen)) {
            texts.remove(key);
            if (texts.size() >= MOST_TEXTS) {
                texts.remove(texts.keySet().iterator().next());
            }
            seen = new Seen(ticker.nanos(), new HashSet<>());
            texts.put(key, seen);
        }
        if (seen.failures().size() < MOST_OF_A_TEXT) {
            seen.failures().add(fingerprint(onReplica));
        }
    }

    /** True if the read need not be retried: the primary has just had the same failure, or many others of this text. */
    synchronized boolean contain(String sql, Exception onReplica) {
        Seen seen = texts.get(TextKey.of(sql));
        return seen != null
                && !isOver(seen)
                && (seen.failures().size() >= MOST_OF_A_TEXT || seen.failures().contains(fingerprint(onReplica)));
    }

    private boolean isOver(Seen seen) {
        return ticker.nanos() - seen.since() >= PAUSE_NANOS;
    }

    synchronized int size() {
        return texts.size();
    }

    private static Integer fingerprint(Exception failure) {
        SQLException telling = SqlCauses.withState(failure);
        return telling == null ? 0 : Objects.hash(telling.getSQLState(), telling.getMessage());
    }
}
