package io.tidemark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatusGaugeTest {

    private static final Status.Primary READY =
            new Status.Primary(true, Optional.empty(), Optional.empty(), Optional.empty());

    private static Status status(OptionalLong lagMillis, OptionalLong lagBytes) {
        return new Status(
                true,
                READY,
                List.of(new Status.Replica(
                        "jdbc/replica",
                        false,
                        false,
                        true,
                        3,
                        Optional.empty(),
                        Optional.empty(),
                        lagMillis,
                        lagBytes,
                        Optional.of("It lags."),
                        OptionalLong.of(-50))),
                Optional.of(new Status.Store(false, true, Optional.empty(), Optional.of("Refused."))),
                Map.of(Reason.WROTE, 7L),
                4,
                Optional.empty(),
                List.of(),
                Optional.of(new Status.Budget(OptionalInt.of(4), OptionalDouble.of(0.25), 2, 17)),
                Optional.of(new Status.Waits(8, 1500)),
                Optional.of(new Status.Shadow(true, Map.of(Reason.CAUGHT_UP, 5L), 2)));
    }

    /** What is read, but for statements that are not counted. */
    private static Map<String, Double> read(Status status) {
        Map<String, Double> read = new TreeMap<>();
        for (StatusGauge reading : StatusGauge.of(status)) {
            double value = reading.value().applyAsDouble(status);
            if (reading.tags().isEmpty() || value != 0) {
                read.put(reading.name() + new TreeMap<>(reading.tags()), value);
            }
        }
        return read;
    }

    @Test
    void everyReasonIsThereFromTheStartWithItsRoute() {
        long statements = StatusGauge.of(status(OptionalLong.empty(), OptionalLong.empty())).stream()
                .filter(reading -> reading.name().equals("tidemark_statements_total"))
                .map(StatusGauge::tags)
                .distinct()
                .count();
        assertEquals(Reason.values().length, statements);
    }

    @Test
    void theNumbersAreThoseOfTheStatusInBaseUnits() {
        assertEquals(
                Map.ofEntries(
                        Map.entry("tidemark_ignored_tokens_total{}", 4.0),
                        Map.entry("tidemark_statements_total{reason=WROTE, route=primary}", 7.0),
                        Map.entry("tidemark_routing_enabled{}", 1.0),
                        Map.entry("tidemark_shadow_enabled{}", 1.0),
                        Map.entry("tidemark_shadow_statements_total{reason=CAUGHT_UP, route=replica}", 5.0),
                        Map.entry("tidemark_shadow_waits_total{}", 2.0),
                        Map.entry("tidemark_primary_ready{}", 1.0),
                        Map.entry("tidemark_primary_budget_running{}", 2.0),
                        Map.entry("tidemark_primary_budget_refused_total{}", 17.0),
                        Map.entry("tidemark_primary_budget_concurrent{}", 4.0),
                        Map.entry("tidemark_primary_budget_share_ratio{}", 0.25),
                        Map.entry("tidemark_read_waits_total{}", 8.0),
                        Map.entry("tidemark_read_wait_seconds_total{}", 1.5),
                        Map.entry("tidemark_replica_quarantined{replica=jdbc/replica}", 1.0),
                        Map.entry("tidemark_replica_in_flight{replica=jdbc/replica}", 3.0),
                        Map.entry("tidemark_replica_lag_seconds{replica=jdbc/replica}", 1.5),
                        Map.entry("tidemark_replica_lag_bytes{replica=jdbc/replica}", 4096.0),
                        Map.entry("tidemark_replica_clock_seconds{replica=jdbc/replica}", -0.05),
                        Map.entry("tidemark_store_reachable{}", 0.0),
                        Map.entry("tidemark_store_owed{}", 1.0)),
                read(status(OptionalLong.of(1500), OptionalLong.of(4096))));
    }

    @Test
    void aLagThatIsNotKnownIsNoNumber() {
        Map<String, Double> read = read(status(OptionalLong.empty(), OptionalLong.empty()));
        assertEquals(Double.NaN, read.get("tidemark_replica_lag_seconds{replica=jdbc/replica}"));
        assertEquals(Double.NaN, read.get("tidemark_replica_lag_bytes{replica=jdbc/replica}"));
    }

    @Test
    void withoutAReplicaThereIsNothingOfItNorOfTheStore() {
        assertEquals(
                Map.of(
                        "tidemark_routing_enabled{}", 0.0,
                        "tidemark_shadow_enabled{}", 0.0,
                        "tidemark_shadow_waits_total{}", 0.0,
                        "tidemark_ignored_tokens_total{}", 0.0,
                        "tidemark_primary_ready{}", 1.0),
                read(new Status(
                        false,
                        READY,
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        0,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
    }
}
