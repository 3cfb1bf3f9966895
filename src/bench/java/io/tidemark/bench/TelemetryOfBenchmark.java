package io.tidemark.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.tidemark.cdi.BenchmarkFeed;
import io.tidemark.jdbc.SentStatements;
import io.tidemark.micrometer.MicrometerPublisher;
import io.tidemark.opentelemetry.OpenTelemetryPublisher;
import io.tidemark.page.BenchmarkPage;
import io.tidemark.telemetry.FoundBeans;
import io.tidemark.telemetry.NodeNumbers;
import io.tidemark.telemetry.SampleNumbers;
import io.tidemark.telemetry.StatementFeed;
import io.tidemark.telemetry.Telemetry;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The telemetry of a benchmark, with a registry or an SDK in memory, which exports nothing. */
final class TelemetryOfBenchmark implements AutoCloseable {

    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setMeterProvider(SdkMeterProvider.builder()
                    .registerMetricReader(InMemoryMetricReader.create())
                    .build())
            .setTracerProvider(SdkTracerProvider.builder().build())
            .build();
    private final String name;
    private final Telemetry telemetry;
    private final StatementFeed feed = new StatementFeed();
    private final AutoCloseable page;

    /**
     * Starts the telemetry.
     *
     * @param name "micrometer", "opentelemetry", "opentelemetry-span" for a request with a span that is recorded, "page-open";
     *     otherwise none
     */
    TelemetryOfBenchmark(String name) throws ReflectiveOperationException {
        this.name = name;
        this.telemetry = switch (name) {
            case "micrometer" -> publisher(MicrometerPublisher.class, new SimpleMeterRegistry());
            case "opentelemetry", "opentelemetry-span" -> publisher(OpenTelemetryPublisher.class, sdk);
            default -> Telemetry.NONE;
        };
        NodeNumbers numbers = SampleNumbers.of(Map.of(), OptionalLong.empty());
        telemetry.started(() -> numbers);
        this.page = name.equals("page-open") ? new BenchmarkPage(feed) : () -> {};
    }

    /** Only CDI calls the constructors, which are not public. */
    private static Telemetry publisher(Class<? extends Telemetry> type, Object found)
            throws ReflectiveOperationException {
        Constructor<? extends Telemetry> constructor = type.getDeclaredConstructor(Instance.class);
        constructor.setAccessible(true);
        return constructor.newInstance(FoundBeans.of(List.of(found)));
    }

    Telemetry telemetry() {
        return telemetry;
    }

    /** Returns what passes statements to the status page. Every application has it, but the benchmark "none" has not. */
    SentStatements sent() {
        return name.equals("none") ? (decision, sql) -> {} : BenchmarkFeed.to(feed);
    }

    /** Begins the span of a request on this thread, if the benchmark has one. */
    AutoCloseable beginSpan() {
        if (!name.equals("opentelemetry-span")) {
            return () -> {};
        }
        Span span = sdk.getTracer("benchmark").spanBuilder("request").startSpan();
        AutoCloseable current = span.makeCurrent();
        return () -> {
            current.close();
            span.end();
        };
    }

    @Override
    public void close() throws Exception {
        page.close();
        telemetry.stopped();
        sdk.close();
    }
}
