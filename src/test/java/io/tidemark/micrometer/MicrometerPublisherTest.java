package io.tidemark.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.Reason;
import io.tidemark.telemetry.FoundBeans;
import io.tidemark.telemetry.Metric;
import io.tidemark.telemetry.NodeNumbers;
import io.tidemark.telemetry.SampleNumbers;
import io.tidemark.telemetry.Telemetry.FloorCause;
import io.tidemark.telemetry.Telemetry.QuarantineCause;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests {@link MicrometerPublisher} with a registry in memory. */
class MicrometerPublisherTest {

    private static final RoundTrip QUARTER_OF_A_SECOND = new RoundTrip(
            Duration.ofMillis(250).toNanos(),
            Optional.of(InetSocketAddress.createUnresolved("db.example.com", 5432)),
            Optional.empty());

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerPublisher publisher = new MicrometerPublisher(FoundBeans.of(List.of(registry)));

    private static NodeNumbers numbers(long statements) {
        return SampleNumbers.of(Map.of(Reason.CAUGHT_UP, statements), OptionalLong.of(1500));
    }

    private void everyEventOccurs() {
        publisher.positionRead(Optional.empty(), QUARTER_OF_A_SECOND);
        publisher.positionRead(
                Optional.of("jdbc/replica"),
                new RoundTrip(Duration.ofSeconds(2).toNanos(), Optional.empty(), Optional.of("unreachable")));
        publisher.marksFetched(QUARTER_OF_A_SECOND);
        publisher.markStored(QUARTER_OF_A_SECOND);
        publisher.beginWait().end(Optional.empty());
        publisher.beginWait().end(Optional.of("jdbc/replica"));
        publisher.floorRaised(FloorCause.OWED);
        publisher.quarantined("jdbc/replica", QuarantineCause.FAILED_READS);
        publisher.retried("jdbc/replica", "conflict");
    }

    /** The value of each meter of a metric, by its tags; of a timer, the total time in seconds. */
    private Map<String, Double> values(Metric metric) {
        Map<String, Double> values = new TreeMap<>();
        for (Meter meter :
                registry.find(metric.openTelemetryName().orElseThrow()).meters()) {
            Map<String, String> tags = new TreeMap<>();
            meter.getId().getTags().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
            values.put(tags.toString(), value(meter));
        }
        return values;
    }

    private static double value(Meter meter) {
        return meter instanceof Timer timer
                ? timer.totalTime(TimeUnit.SECONDS)
                : meter.measure().iterator().next().getValue();
    }

    @Test
    void everyMetricOfTheTableIsPublished() {
        publisher.started(() -> numbers(40));
        everyEventOccurs();
        assertEquals(
                Metric.ofOpenTelemetry().stream()
                        .map(metric -> metric.openTelemetryName().orElseThrow())
                        .collect(Collectors.toSet()),
                registry.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .collect(Collectors.toSet()));
    }

    @Test
    void allMetersOfANameHaveTheSameKeys() {
        publisher.started(() -> numbers(40));
        everyEventOccurs();
        Map<String, Set<Set<String>>> keys = registry.getMeters().stream()
                .collect(Collectors.groupingBy(
                        meter -> meter.getId().getName(),
                        Collectors.mapping(
                                meter -> meter.getId().getTags().stream()
                                        .map(Tag::getKey)
                                        .collect(Collectors.toSet()),
                                Collectors.toSet())));
        keys.forEach((name, of) -> assertEquals(1, of.size(), name + of));
    }

    @Test
    void numbersAreReadAtEachCollection() {
        AtomicReference<NodeNumbers> now = new AtomicReference<>(numbers(1));
        publisher.started(now::get);
        now.set(numbers(40));
        System.gc();
        assertEquals(40.0, values(Metric.STATEMENTS).get("{tidemark.reason=CAUGHT_UP, tidemark.route=replica}"));
        assertEquals(Map.of("{tidemark.replica=jdbc/replica}", 1.5), values(Metric.REPLICA_LAG));
        assertEquals(Map.of("{}", 1.0), values(Metric.PENDING_ENTRIES));
    }

    @Test
    void durationsAndEventsHaveTheirTags() {
        publisher.started(() -> numbers(1));
        everyEventOccurs();
        assertEquals(
                Map.of(
                        "{db.system.name=postgresql, error.type=none, server.address=db.example.com, server.port=5432,"
                                + " tidemark.replica=none, tidemark.route=primary}",
                        0.25,
                        "{db.system.name=postgresql, error.type=unreachable, server.address=none, server.port=none,"
                                + " tidemark.replica=jdbc/replica, tidemark.route=replica}",
                        2.0),
                values(Metric.POSITION_READ));
        assertEquals(
                Map.of(
                        "{db.system.name=redis, error.type=none, server.address=db.example.com, server.port=5432}",
                        0.25),
                values(Metric.MARK_FETCH));
        assertEquals(
                Set.of(
                        "{error.type=none, tidemark.replica=jdbc/replica}",
                        "{error.type=timeout, tidemark.replica=none}"),
                values(Metric.READ_WAIT).keySet());
        assertEquals(Map.of("{tidemark.reason=owed}", 1.0), values(Metric.FLOOR_RAISES));
        assertEquals(Map.of("{error.type=conflict, tidemark.replica=jdbc/replica}", 1.0), values(Metric.RETRIES));
    }

    @Test
    void nothingIsPublishedBeforeTheStartOrAfterTheEnd() {
        everyEventOccurs();
        publisher.started(() -> numbers(1));
        everyEventOccurs();
        publisher.stopped();
        everyEventOccurs();
        assertEquals(List.of(), registry.getMeters());
    }

    @Test
    void withoutABeanOrWithSeveralNothingIsPublished() {
        for (List<MeterRegistry> found : List.<List<MeterRegistry>>of(List.of(), List.of(registry, registry))) {
            MicrometerPublisher other = new MicrometerPublisher(FoundBeans.of(found));
            other.started(() -> numbers(1));
            other.marksFetched(QUARTER_OF_A_SECOND);
            other.stopped();
            assertEquals(List.of(), registry.getMeters());
        }
    }
}
