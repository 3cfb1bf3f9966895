package io.tidemark.bench;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.tidemark.Status;
import io.tidemark.micrometer.MicrometerPublisher;
import io.tidemark.opentelemetry.OpenTelemetryPublisher;
import io.tidemark.telemetry.NodeNumbers;
import io.tidemark.telemetry.Telemetry;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /**
     * Starts the telemetry.
     *
     * @param name "micrometer", "opentelemetry", "opentelemetry-span" for a request with a span that is recorded; otherwise none
     */
    TelemetryOfBenchmark(String name) throws ReflectiveOperationException {
        this.name = name;
        this.telemetry = switch (name) {
            case "micrometer" -> publisher(MicrometerPublisher.class, MeterRegistry.class, new SimpleMeterRegistry());
            case "opentelemetry", "opentelemetry-span" ->
                publisher(OpenTelemetryPublisher.class, OpenTelemetry.class, sdk);
            default -> Telemetry.NONE;
        };
        Status status = new Status(
                true,
                new Status.Primary(true, Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(),
                Optional.empty(),
                Map.of(),
                0,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        telemetry.started(() -> new NodeNumbers(status, 0, 0));
    }

    /** Only CDI calls the constructors, which are not public. */
    private static <T> Telemetry publisher(Class<? extends Telemetry> type, Class<T> bean, T found)
            throws ReflectiveOperationException {
        Object instance = Proxy.newProxyInstance(
                Instance.class.getClassLoader(),
                new Class<?>[] {Instance.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isAmbiguous" -> false;
                    case "isResolvable" -> true;
                    case "get" -> bean.cast(found);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        Constructor<? extends Telemetry> constructor = type.getDeclaredConstructor(Instance.class);
        constructor.setAccessible(true);
        return constructor.newInstance(instance);
    }

    Telemetry telemetry() {
        return telemetry;
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
    public void close() {
        telemetry.stopped();
        sdk.close();
    }
}
