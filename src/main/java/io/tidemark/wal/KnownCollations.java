package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The collation versions of each server that a replica data source leads to. Bounded. Thread-safe.
 *
 * <p>A running server keeps its libraries, so the versions of an incarnation do not change. The set of collations in
 * use changes with the schema. Therefore an entry is read again after a minute.
 */
final class KnownCollations {

    private static final int MOST = 64;
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

    private record Entry(CollationVersions versions, long asked) {}

    private final Map<ServerId, Entry> servers = new ConcurrentHashMap<>();
    private final Ticker ticker;

    KnownCollations(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Whether the server's versions are unknown or outdated. */
    boolean isNeeded(ServerId server) {
        Entry known = servers.get(server);
        return known == null || ticker.nanos() - known.asked() >= FRESH_NANOS;
    }

    /** Returns the reading with its own versions, or else with the known versions of its server. */
    PositionReading complete(PositionReading reading) {
        Optional<CollationVersions> brought = reading.collations();
        if (brought.isPresent()) {
            if (servers.size() >= MOST && !servers.containsKey(reading.server())) {
                servers.clear();
            }
            servers.put(reading.server(), new Entry(brought.get(), ticker.nanos()));
            return reading;
        }
        Entry known = servers.get(reading.server());
        return known == null ? reading : reading.with(known.versions());
    }
}
