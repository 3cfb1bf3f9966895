package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of each server that a replica data source leads to. Few, and bounded. Thread-safe.
 *
 * <p>What was learned long ago does not count for a read any more: the server may have been promoted meanwhile. It only
 * tells that there is such a server.
 */
final class KnownServers {

    private static final int MOST = 64;

    /** What a server said when it was asked at that time of the ticker. */
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

    /** What it says now takes the place of what it said before, also if it is less. */
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
     * The reading, on the newest timeline that this incarnation was seen to follow: without its primary a standby knows
     * but an old one of its own, and it never goes back.
     */
    PositionReading followed(PositionReading reading) {
        Entry known = servers.get(reading.server());
        int timeline = known == null
                ? 0
                : known.state().replayed().map(Position::timeline).orElse(0);
        return timeline <= reading.position().timeline() ? reading : reading.on(timeline);
    }

    /** What is known of the clock of a server that has just answered a question which was sent at that time. */
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

    /** What is known of a server, and counts for a read. */
    Optional<ReplicaState> of(ServerId server) {
        Entry known = servers.get(server);
        return known != null && young(known, freshNanos) ? known.told() : Optional.empty();
    }

    /** Any server that is known to satisfy a read. */
    Optional<ReplicaState> covering(Optional<Position> required) {
        for (Entry known : servers.values()) {
            if (young(known, freshNanos) && known.state().covers(required)) {
                return known.told();
            }
        }
        return Optional.empty();
    }

    /** Whether there are others than that one. */
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
