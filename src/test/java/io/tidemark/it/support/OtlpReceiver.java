package io.tidemark.it.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * A collector of OpenTelemetry: receives by OTLP over HTTP what a server exports, and keeps the last value of each series, and
 * all spans. Thread-safe.
 */
public final class OtlpReceiver implements AutoCloseable {

    /** One series: the name of a metric and its attributes. */
    private record Series(String metric, Map<String, String> attributes) {}

    private final HttpServer http;
    private final Map<Series, Double> numbers = new ConcurrentHashMap<>();
    private final Map<String, List<Double>> boundaries = new ConcurrentHashMap<>();
    private final Map<String, String> units = new ConcurrentHashMap<>();
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /** Starts on a free port of the loopback interface. */
    public OtlpReceiver() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/metrics", exchange -> {
            ExportMetricsServiceRequest.parseFrom(body(exchange))
                    .getResourceMetricsList()
                    .forEach(resource -> resource.getScopeMetricsList()
                            .forEach(scope -> scope.getMetricsList().forEach(this::keep)));
            respond(exchange);
        });
        http.createContext("/v1/traces", exchange -> {
            ExportTraceServiceRequest.parseFrom(body(exchange))
                    .getResourceSpansList()
                    .forEach(resource ->
                            resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
            respond(exchange);
        });
        http.start();
    }

    /** {@return the message} WildFly compresses it. */
    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return compressed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    private static void respond(HttpExchange exchange) {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void keep(Metric metric) {
        units.put(metric.getName(), metric.getUnit());
        List<NumberDataPoint> points = new ArrayList<>(metric.getGauge().getDataPointsList());
        points.addAll(metric.getSum().getDataPointsList());
        for (NumberDataPoint point : points) {
            double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
            numbers.put(new Series(metric.getName(), map(point.getAttributesList())), value);
        }
        for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
            boundaries.put(metric.getName(), List.copyOf(point.getExplicitBoundsList()));
            numbers.put(new Series(metric.getName(), map(point.getAttributesList())), (double) point.getCount());
        }
        metric.getExponentialHistogram()
                .getDataPointsList()
                .forEach(point -> numbers.put(
                        new Series(metric.getName(), map(point.getAttributesList())), (double) point.getCount()));
    }

    /** {@return the attributes as texts} */
    public static Map<String, String> map(List<KeyValue> attributes) {
        Map<String, String> map = new TreeMap<>();
        attributes.forEach(attribute -> map.put(attribute.getKey(), text(attribute.getValue())));
        return map;
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? String.valueOf(value.getIntValue()) : value.getStringValue();
    }

    /** {@return the address, with a slash at the end} */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
    }

    /** {@return the settings with which an application exports to this receiver} */
    public Map<String, String> settings() {
        return Map.of(
                "otel.sdk.disabled", "false",
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.exporter.otlp.endpoint",
                        "http://127.0.0.1:" + http.getAddress().getPort(),
                "otel.metrics.exporter", "otlp",
                "otel.traces.exporter", "otlp",
                "otel.logs.exporter", "none",
                "otel.metric.export.interval", "300",
                "otel.bsp.schedule.delay", "100");
    }

    /** {@return the sum of the last values of a metric, over all series that have these attributes} Of a histogram: the counts. */
    public OptionalDouble value(String metric, Map<String, String> attributes) {
        List<Double> values = numbers.entrySet().stream()
                .filter(entry -> entry.getKey().metric().equals(metric)
                        && entry.getKey().attributes().entrySet().containsAll(attributes.entrySet()))
                .map(Map.Entry::getValue)
                .toList();
        return values.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        values.stream().mapToDouble(Double::doubleValue).sum());
    }

    /** {@return the units of the metrics that were received, by name} */
    public Map<String, String> units() {
        return Map.copyOf(units);
    }

    /** {@return the boundaries of the buckets of a histogram; empty if it is exponential or was not received} */
    public List<Double> boundaries(String metric) {
        return boundaries.getOrDefault(metric, List.of());
    }

    /** {@return the spans that were received} */
    public List<Span> spans() {
        return List.copyOf(spans);
    }

    /** {@return everything that was received, as text} */
    public String everything() {
        return numbers + "\n" + spans;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
