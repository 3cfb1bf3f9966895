package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.wal.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers that every connection of a data source gives alike until something is set on it, such as the URL, a version or
 * the default isolation level. Asked once, and then again from time to time: an administrator may change a default, and a
 * pool may hold a connection that an application has left changed.
 *
 * <p>The primary's answers count. One of the replica takes their place while the primary cannot be asked. Thread-safe.
 */
final class MetadataCache {

    private static final Duration LIFETIME = Duration.ofMinutes(1);

    /** The questions of JDBC have few different arguments, but an application may invent some. */
    private static final int MOST = 1_000;

    /**
     * An answer.
     *
     * @param of the server that gave it
     * @param since when, by the ticker
     */
    record Known(@Nullable Object value, Route of, long since) {}

    private final Map<Object, Known> known = new ConcurrentHashMap<>();
    private final Ticker ticker;

    MetadataCache(Ticker ticker) {
        this.ticker = ticker;
    }

    Optional<Known> of(Object question) {
        return Optional.ofNullable(known.get(question));
    }

    boolean isFresh(Known answer) {
        return ticker.nanos() - answer.since() < LIFETIME.toNanos();
    }

    void remember(Object question, Known answer) {
        if (known.size() < MOST || known.containsKey(question)) {
            known.put(question, answer);
        }
    }

    Known answer(@Nullable Object value, Route of) {
        return new Known(value, of, ticker.nanos());
    }
}
