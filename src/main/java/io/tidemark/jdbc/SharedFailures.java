package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.sql.TextKey;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The failures of reads that the primary repeated with the same SQLState. For one second the same failure of the same text
 * surfaces without asking the primary again, so that a mistake in a text costs the primary one statement a second, however
 * often the text is run.
 *
 * <p>A failure counts as the same by the text, the SQLState and the message on the replica. The message names the column,
 * the label or the value, so that one bad parameter does not hide that another one is only too new for the replica. Values
 * differ without end, so that after eight failures of a text within the second any other failure of it surfaces too.
 *
 * <p>The pause is short because a failure may stop being common: the primary has each change of the schema first. Bounded:
 * of more than 1,024 texts the oldest is forgotten. Thread-safe.
 */
final class SharedFailures {

    static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final int MOST_OF_A_TEXT = 8;
    private static final int MOST_TEXTS = 1024;

    /** The failures of one text since that time. */
    private record Seen(long since, Set<Integer> failures) {}

    private final LongSupplier nanos;
    private final Map<Long, Seen> texts = new LinkedHashMap<>();

    /**
     * No failure is known yet.
     *
     * @param nanos a monotonic time in nanoseconds
     */
    SharedFailures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The primary had a failure of the same SQLState. */
    synchronized void add(String sql, Exception onReplica) {
        Long key = TextKey.of(sql);
        Seen seen = texts.get(key);
        if (seen == null || isOver(seen)) {
            texts.remove(key);
            if (texts.size() >= MOST_TEXTS) {
                texts.remove(texts.keySet().iterator().next());
            }
            seen = new Seen(nanos.getAsLong(), new HashSet<>());
            texts.put(key, seen);
        }
        if (seen.failures().size() < MOST_OF_A_TEXT) {
            seen.failures().add(fingerprint(onReplica));
        }
    }

    /** The primary need not be asked: a moment ago it had the same failure, or many others of this text. */
    synchronized boolean contain(String sql, Exception onReplica) {
        Seen seen = texts.get(TextKey.of(sql));
        return seen != null
                && !isOver(seen)
                && (seen.failures().size() >= MOST_OF_A_TEXT || seen.failures().contains(fingerprint(onReplica)));
    }

    private boolean isOver(Seen seen) {
        return nanos.getAsLong() - seen.since() >= PAUSE_NANOS;
    }

    synchronized int size() {
        return texts.size();
    }

    private static Integer fingerprint(Exception failure) {
        SQLException telling = SqlCauses.withState(failure);
        return telling == null ? 0 : Objects.hash(telling.getSQLState(), telling.getMessage());
    }
}
