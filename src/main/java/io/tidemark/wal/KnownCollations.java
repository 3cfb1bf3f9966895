package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The collation versions of each server that a replica data source leads to.
 *
 * <p>A server that runs keeps its libraries, so that what is known of an incarnation stays true. Which collations are in
 * use changes with the schema: after a minute they count as unknown, to be asked for again. Bounded. Thread-safe.
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

    /** Whether a server must be asked for them. */
    boolean isNeeded(ServerId server) {
        Entry known = servers.get(server);
        return known == null || ticker.nanos() - known.asked() >= FRESH_NANOS;
    }

    /** The reading with the versions that it brings, or else with those that are known of its server. */
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
