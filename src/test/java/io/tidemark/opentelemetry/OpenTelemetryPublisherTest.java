package io.tidemark.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tidemark.Reason;
import io.tidemark.telemetry.FoundBeans;
import io.tidemark.telemetry.Metric;
import io.tidemark.telemetry.NodeNumbers;
import io.tidemark.telemetry.SampleNumbers;
import io.tidemark.telemetry.Telemetry.FloorCause;
import io.tidemark.telemetry.Telemetry.QuarantineCause;
import io.tidemark.telemetry.Telemetry.ReadWait;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests {@link OpenTelemetryPublisher} with the SDK of OpenTelemetry. */
class OpenTelemetryPublisherTest {

    private static final InetSocketAddress THERE = InetSocketAddress.createUnresolved("db.example.com", 5432);
    private static final RoundTrip QUARTER_OF_A_SECOND =
            new RoundTrip(Duration.ofMillis(250).toNanos(), Optional.of(THERE), Optional.empty());

    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    private final OpenTelemetryPublisher publisher = new OpenTelemetryPublisher(FoundBeans.of(List.of(sdk)));

    private static NodeNumbers numbers(OptionalLong lagMillis) {
        return SampleNumbers.of(Map.of(Reason.CAUGHT_UP, 40L, Reason.REPLICA_BEHIND, 2L), lagMillis);
    }

    private void start() {
        publisher.started(() -> numbers(OptionalLong.of(1500)));
    }

    @AfterEach
    void close() {
        sdk.close();
    }

    private Map<String, MetricData> collected() {
        return metrics.collectAllMetrics().stream()
                .filter(metric -> metric.getInstrumentationScopeInfo().getName().equals("io.tidemark"))
                .collect(Collectors.toMap(MetricData::getName, metric -> metric));
    }

    /** The values of a metric by attributes; of a histogram, the sums. */
    private Map<String, Double> values(Metric metric) {
        MetricData data = collected().get(metric.openTelemetryName().orElseThrow());
        Map<String, Double> values = new TreeMap<>();
        if (data != null) {
            data.getLongSumData()
                    .getPoints()
                    .forEach(point -> values.put(text(point.getAttributes()), (double) point.getValue()));
            data.getDoubleGaugeData()
                    .getPoints()
                    .forEach(point -> values.put(text(point.getAttributes()), point.getValue()));
            data.getHistogramData()
                    .getPoints()
                    .forEach(point -> values.put(text(point.getAttributes()), point.getSum()));
        }
        return values;
    }

    private static String text(Attributes attributes) {
        return new TreeMap<>(attributes.asMap().entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue)))
                .toString();
    }

    private void everyEventOccurs() {
        publisher.positionRead(Optional.empty(), QUARTER_OF_A_SECOND);
        publisher.marksFetched(QUARTER_OF_A_SECOND);
        publisher.markStored(QUARTER_OF_A_SECOND);
        publisher.beginWait().end(Optional.empty());
        publisher.floorRaised(FloorCause.OWED);
        publisher.quarantined("jdbc/replica", QuarantineCause.FAILED_READS);
        publisher.retried("jdbc/replica", "conflict");
    }

    @Test
    void everyMetricOfTheTableIsPublishedAsTheTableHasIt() {
        start();
        everyEventOccurs();
        Map<String, MetricData> collected = collected();
        assertEquals(
                Metric.ofOpenTelemetry().stream()
                        .map(metric -> metric.openTelemetryName().orElseThrow())
                        .collect(Collectors.toSet()),
                collected.keySet());
        for (Metric metric : Metric.ofOpenTelemetry()) {
            MetricData data = Objects.requireNonNull(
                    collected.get(metric.openTelemetryName().orElseThrow()));
            assertEquals(metric.unit(), data.getUnit());
            assertEquals(metric.description(), data.getDescription());
            switch (metric.kind()) {
                case COUNTER -> assertTrue(data.getLongSumData().isMonotonic(), metric.name());
                case UP_DOWN_COUNTER -> {
                    assertEquals(MetricDataType.LONG_SUM, data.getType());
                    assertEquals(false, data.getLongSumData().isMonotonic(), metric.name());
                }
                case GAUGE -> assertEquals(MetricDataType.DOUBLE_GAUGE, data.getType(), metric.name());
                case HISTOGRAM -> assertEquals(MetricDataType.HISTOGRAM, data.getType(), metric.name());
            }
        }
    }

    @Test
    void theNumbersOfTheNodeAreReadAtEachCollection() {
        AtomicReference<NodeNumbers> now = new AtomicReference<>(numbers(OptionalLong.of(7)));
        publisher.started(now::get);
        now.set(numbers(OptionalLong.of(1500)));
        assertEquals(40.0, values(Metric.STATEMENTS).get("{tidemark.reason=CAUGHT_UP, tidemark.route=replica}"));
        assertEquals(2.0, values(Metric.DIVERSIONS).get("{tidemark.reason=REPLICA_BEHIND}"));
        assertEquals(Map.of("{tidemark.replica=jdbc/replica}", 1.5), values(Metric.REPLICA_LAG));
        assertEquals(Map.of("{tidemark.replica=jdbc/replica}", -0.05), values(Metric.REPLICA_CLOCK));
        assertEquals(
                Map.of("{tidemark.outcome=accepted}", 9.0, "{tidemark.outcome=ignored}", 4.0), values(Metric.TOKENS));
        assertEquals(Map.of("{}", 1.0), values(Metric.PENDING_ENTRIES));
    }

    @Test
    void anUnknownNumberIsNotReported() {
        publisher.started(() -> numbers(OptionalLong.empty()));
        assertEquals(Map.of(), values(Metric.REPLICA_LAG));
        assertEquals(Map.of("{tidemark.replica=jdbc/replica}", 4096.0), values(Metric.REPLICA_BACKLOG));
    }

    @Test
    void durationsAreInSecondsWithTheServerThatAnsweredOrTheError() {
        start();
        publisher.positionRead(Optional.empty(), QUARTER_OF_A_SECOND);
        publisher.positionRead(
                Optional.of("jdbc/replica"),
                new RoundTrip(Duration.ofSeconds(2).toNanos(), Optional.empty(), Optional.of("unreachable")));
        assertEquals(
                Map.of(
                        "{db.system.name=postgresql, server.address=db.example.com, server.port=5432,"
                                + " tidemark.route=primary}",
                        0.25,
                        "{db.system.name=postgresql, error.type=unreachable, tidemark.replica=jdbc/replica,"
                                + " tidemark.route=replica}",
                        2.0),
                values(Metric.POSITION_READ));
        publisher.marksFetched(QUARTER_OF_A_SECOND);
        String redis = "{db.system.name=redis, server.address=db.example.com, server.port=5432}";
        assertEquals(Map.of(redis, 0.25), values(Metric.MARK_FETCH));
        publisher.markStored(QUARTER_OF_A_SECOND);
        assertEquals(Map.of(redis, 0.25), values(Metric.MARK_STORE));
    }

    @Test
    void eventsAreCountedByReason() {
        start();
        everyEventOccurs();
        assertEquals(Map.of("{tidemark.reason=owed}", 1.0), values(Metric.FLOOR_RAISES));
        assertEquals(
                Map.of("{tidemark.reason=failed_reads, tidemark.replica=jdbc/replica}", 1.0),
                values(Metric.REPLICA_QUARANTINES));
        assertEquals(Map.of("{error.type=conflict, tidemark.replica=jdbc/replica}", 1.0), values(Metric.RETRIES));
        HistogramPointData wait = Objects.requireNonNull(collected().get("tidemark.read.wait.duration"))
                .getHistogramData()
                .getPoints()
                .iterator()
                .next();
        assertEquals("{error.type=timeout}", text(wait.getAttributes()));
        assertEquals(1, wait.getCount());
    }

    @Test
    void aWaitIsAChildOfTheCurrentSpanAndAStatementIsNone() {
        start();
        Span request = sdk.getTracer("test").spanBuilder("request").startSpan();
        try (Scope current = request.makeCurrent()) {
            ReadWait wait = publisher.beginWait();
            wait.end(Optional.of("jdbc/replica"));
            publisher.statementSent(Reason.CAUGHT_UP, Optional.of("jdbc/replica"));
            publisher.retried("jdbc/replica", "conflict");
            publisher.statementSent(Reason.REPLICA_CONFLICT, Optional.empty());
            assertTrue(current != null);
        }
        request.end();
        List<SpanData> finished = spans.getFinishedSpanItems();
        assertEquals(
                List.of("tidemark.read.wait", "request"),
                finished.stream().map(SpanData::getName).toList());
        SpanData child = finished.get(0);
        assertEquals(request.getSpanContext().getSpanId(), child.getParentSpanId());
        assertEquals("{tidemark.replica=jdbc/replica}", text(child.getAttributes()));
        SpanData parent = finished.get(1);
        assertEquals(
                "{tidemark.reason=REPLICA_CONFLICT, tidemark.replica=jdbc/replica, tidemark.route=primary}",
                text(parent.getAttributes()));
        assertEquals(
                List.of(
                        "tidemark.retry{error.type=conflict, tidemark.replica=jdbc/replica}",
                        "tidemark.diversion{tidemark.reason=REPLICA_CONFLICT}"),
                parent.getEvents().stream()
                        .map(event -> event.getName() + text(event.getAttributes()))
                        .toList());
    }

    @Test
    void withoutACurrentSpanThereIsNoSpan() {
        start();
        publisher.beginWait().end(Optional.empty());
        publisher.statementSent(Reason.REPLICA_BEHIND, Optional.empty());
        assertEquals(List.of(), spans.getFinishedSpanItems());
    }

    @Test
    void nothingIsPublishedBeforeTheStartOrAfterTheEnd() {
        everyEventOccurs();
        assertEquals(Map.of(), collected());
        start();
        publisher.stopped();
        everyEventOccurs();
        assertEquals(Map.of(), collected());
    }

    @Test
    void withoutABeanOrWithSeveralNothingIsPublished() {
        for (List<OpenTelemetry> found : List.<List<OpenTelemetry>>of(List.of(), List.of(sdk, sdk))) {
            OpenTelemetryPublisher other = new OpenTelemetryPublisher(FoundBeans.of(found));
            other.started(() -> numbers(OptionalLong.empty()));
            other.marksFetched(QUARTER_OF_A_SECOND);
            other.beginWait().end(Optional.empty());
            other.stopped();
            assertEquals(Map.of(), collected());
        }
    }
}
