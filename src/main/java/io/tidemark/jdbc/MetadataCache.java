package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers that all connections of a data source give alike until a property is set, such as the URL, a version or the default
 * isolation level. They are queried again after a minute: an administrator may change a default, and a pool may hold a
 * connection that an application has left changed.
 *
 * <p>The primary's answers take precedence. An answer of the replica is used while the primary cannot be queried. Thread-safe.
 */
final class MetadataCache {

    private static final Duration LIFETIME = Duration.ofMinutes(1);

    /** A limit. Questions of JDBC have few different arguments, but an application may pass any. */
    private static final int MOST = 1_000;

    /**
     * A cached answer.
     *
     * @param of the server that gave it
     * @param since the ticker's time of the query
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
