package io.tidemark.page;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.Status;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of one second, for the charts.
 *
 * @param millis the time in milliseconds since 1970
 * @param lagMillis the lag of each replica by name; absent if it is unknown
 * @param statements the number of statements sent since the sample before, by reason
 * @param waits the number of reads that have waited for a replica since the sample before
 * @param waitMillis the milliseconds that these reads have waited
 */
record Sample(long millis, Map<String, Long> lagMillis, Map<Reason, Long> statements, long waits, long waitMillis) {

    /**
     * Creates the sample between two snapshots.
     *
     * @param before the snapshot before; empty for the first
     */
    static Sample between(Optional<Snapshot> before, Snapshot now) {
        Map<String, Long> lag = new LinkedHashMap<>();
        for (Status.Replica replica : now.status().replicas()) {
            Snapshot.lagMillis(replica).ifPresent(millis -> lag.put(replica.name(), millis));
        }
        Map<Reason, Long> statements = new EnumMap<>(Reason.class);
        Optional<Status.Waits> waits = now.status().waits();
        Optional<Status.Waits> waitsBefore =
                before.map(Snapshot::status).orElse(now.status()).waits();
        before.ifPresent(earlier -> now.status().statements().forEach((reason, count) -> {
            long more = count - earlier.status().statements().getOrDefault(reason, 0L);
            if (more > 0) {
                statements.put(reason, more);
            }
        }));
        return new Sample(
                now.time().toEpochMilli(),
                lag,
                statements,
                waits.map(Status.Waits::reads).orElse(0L)
                        - waitsBefore.map(Status.Waits::reads).orElse(0L),
                waits.map(Status.Waits::millis).orElse(0L)
                        - waitsBefore.map(Status.Waits::millis).orElse(0L));
    }

    /** Returns the number of statements that used a route. */
    long statements(Route route) {
        return statements.entrySet().stream()
                .filter(counted -> counted.getKey().route() == route)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
