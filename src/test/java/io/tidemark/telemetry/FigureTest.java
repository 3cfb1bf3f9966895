package io.tidemark.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.AuditResult;
import io.tidemark.Reason;
import io.tidemark.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FigureTest {

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
                Map.of(Reason.WROTE, 7L, Reason.REPLICA_BEHIND, 3L),
                4,
                Optional.empty(),
                List.of(),
                Optional.of(new Status.Budget(OptionalInt.of(4), OptionalDouble.of(0.25), 2, 17)),
                Optional.of(new Status.Waits(8, 1500)),
                Optional.of(new Status.Shadow(
                        true,
                        Map.of(Reason.CAUGHT_UP, 5L),
                        2,
                        Optional.of(new Status.Audit(
                                Map.of(AuditResult.EQUAL, 9L, AuditResult.FAILED, 1L), Map.of("42", 1L))))));
    }

    /** The figures with a name in MicroProfile Metrics, but for statements that are not counted. */
    private static Map<String, Double> read(Status status) {
        return read(status, Metric::microProfileName);
    }

    /** The figures that have a name, but for those with a tag whose value is zero. */
    private static Map<String, Double> read(Status status, Function<Metric, Optional<String>> name) {
        Map<String, Double> read = new TreeMap<>();
        for (Figure figure : Figure.of(status)) {
            double value = figure.value().applyAsDouble(new NodeNumbers(status, 5, 6));
            if (name.apply(figure.metric()).isPresent() && (figure.tags().isEmpty() || value != 0)) {
                read.put(name.apply(figure.metric()).get() + new TreeMap<>(figure.tags()), value);
            }
        }
        return read;
    }

    @Test
    void everyReasonIsThereFromTheStartWithItsRoute() {
        long statements = Figure.of(status(OptionalLong.empty(), OptionalLong.empty())).stream()
                .filter(figure -> figure.metric() == Metric.STATEMENTS)
                .map(Figure::tags)
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
                        Map.entry("tidemark_statements_total{reason=REPLICA_BEHIND, route=primary}", 3.0),
                        Map.entry("tidemark_routing_enabled{}", 1.0),
                        Map.entry("tidemark_shadow_enabled{}", 1.0),
                        Map.entry("tidemark_shadow_statements_total{reason=CAUGHT_UP, route=replica}", 5.0),
                        Map.entry("tidemark_shadow_waits_total{}", 2.0),
                        Map.entry("tidemark_shadow_audits_total{result=EQUAL}", 9.0),
                        Map.entry("tidemark_shadow_audits_total{result=FAILED}", 1.0),
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
    void openTelemetryAlsoGetsDiversionsTokensByOutcomeAndPendingEntries() {
        Map<String, Double> read =
                read(status(OptionalLong.of(1500), OptionalLong.of(4096)), Metric::openTelemetryName);
        assertEquals(4.0, read.get("tidemark.tokens{outcome=ignored}"));
        assertEquals(5.0, read.get("tidemark.tokens{outcome=accepted}"));
        assertEquals(6.0, read.get("tidemark.pending.entries{}"));
        assertEquals(3.0, read.get("tidemark.diversions{reason=REPLICA_BEHIND}"));
        assertEquals(null, read.get("tidemark.diversions{reason=WROTE}"));
        assertEquals(7.0, read.get("tidemark.statements{reason=WROTE, route=primary}"));
        assertEquals(1.5, read.get("tidemark.replica.lag{replica=jdbc/replica}"));
        assertEquals(4096.0, read.get("tidemark.replica.backlog{replica=jdbc/replica}"));
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
