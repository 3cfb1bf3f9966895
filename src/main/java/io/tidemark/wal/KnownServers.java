package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The known states of the servers that a replica data source leads to. Bounded. Thread-safe.
 *
 * <p>A state counts for reads for a limited time only, because the server may have been promoted since. After that
 * time, it only proves that the server exists.
 */
final class KnownServers {

    private static final int MOST = 64;

    /** The state that a server reported, and the ticker's time of the query. */
    private record Entry(Optional<ReplicaState> told, long asked) {
        ReplicaState state() {
            return told.orElseThrow();
        }
    }

    private final Map<ServerId, Entry> servers = new ConcurrentHashMap<>();
    private final Ticker ticker;
    private final long freshNanos;
    private final long rememberedNanos;

    KnownServers(Ticker ticker, long freshNanos, long rememberedNanos) {
        this.ticker = ticker;
        this.freshNanos = freshNanos;
        this.rememberedNanos = rememberedNanos;
    }

    /** Replaces the server's state, even by a lower position. */
    void put(ServerId server, ReplicaState state, long asked) {
        servers.merge(
                server,
                new Entry(Optional.of(state), asked),
                (before, now) -> now.asked() - before.asked() >= 0 ? now : before);
        while (servers.size() > MOST) {
            servers.entrySet().stream()
                    .min((one, other) -> Long.signum(
                            one.getValue().asked() - other.getValue().asked()))
                    .ifPresent(oldest -> servers.remove(oldest.getKey(), oldest.getValue()));
        }
    }

    /**
     * Returns the reading, on the newest timeline that this incarnation was seen to follow. A standby without its
     * primary may report an older timeline, and never returns to it.
     */
    PositionReading followed(PositionReading reading) {
        Entry known = servers.get(reading.server());
        int timeline = known == null
                ? 0
                : known.state().replayed().map(Position::timeline).orElse(0);
        return timeline <= reading.position().timeline() ? reading : reading.on(timeline);
    }

    /** Returns the clock bounds of a server that has just answered a query sent at that time. */
    Optional<ClockBounds> clock(long asked, PositionReading reading) {
        Entry known = servers.get(reading.server());
        Optional<ClockBounds> before =
                known == null ? Optional.empty() : known.state().clock();
        Optional<ClockBounds> now = reading.clock().map(told -> ClockBounds.of(asked, told, ticker.nanos()));
        return before.isPresent() && now.isPresent() ? Optional.of(before.get().then(now.get())) : now;
    }

    void forget(ServerId server) {
        servers.remove(server);
    }

    void forgetAll() {
        servers.clear();
    }

    /** Returns the state of a server if it is recent enough for a read. */
    Optional<ReplicaState> of(ServerId server) {
        Entry known = servers.get(server);
        return known != null && young(known, freshNanos) ? known.told() : Optional.empty();
    }

    /** Returns the state of any server that covers the position. */
    Optional<ReplicaState> covering(Optional<Position> required) {
        for (Entry known : servers.values()) {
            if (young(known, freshNanos) && known.state().covers(required)) {
                return known.told();
            }
        }
        return Optional.empty();
    }

    /** Whether other servers than this one are known. */
    boolean otherThan(ServerId server) {
        for (Map.Entry<ServerId, Entry> known : servers.entrySet()) {
            if (!known.getKey().equals(server) && young(known.getValue(), rememberedNanos)) {
                return true;
            }
        }
        return false;
    }

    private boolean young(Entry known, long nanos) {
        return ticker.nanos() - known.asked() < nanos;
    }
}
