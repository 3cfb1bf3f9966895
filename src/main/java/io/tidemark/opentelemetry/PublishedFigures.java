package io.tidemark.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import io.tidemark.telemetry.Figure;
import io.tidemark.telemetry.Metric;
import io.tidemark.telemetry.NodeNumbers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The figures of a node as asynchronous instruments: one snapshot per collection, and no cost otherwise. A figure whose
 * value is unknown is not reported.
 */
final class PublishedFigures implements AutoCloseable {

    /** Reports a value to an instrument. */
    private interface Report {
        void of(double value, Attributes attributes);
    }

    private record Published(Figure figure, Report report, Attributes attributes) {}

    private final Meter meter;
    private final Supplier<NodeNumbers> numbers;
    private final List<ObservableMeasurement> instruments = new ArrayList<>();
    private final List<Published> published = new ArrayList<>();
    private final BatchCallback callback;

    PublishedFigures(Meter meter, Supplier<NodeNumbers> numbers) {
        this.meter = meter;
        this.numbers = numbers;
        Map<Metric, Report> reports = new EnumMap<>(Metric.class);
        for (Figure figure : Figure.of(numbers.get().status())) {
            Metric metric = figure.metric();
            metric.openTelemetryName()
                    .ifPresent(name -> published.add(new Published(
                            figure,
                            reports.computeIfAbsent(metric, known -> instrument(name, known)),
                            Keys.of(figure.tags()))));
        }
        this.callback = meter.batchCallback(
                this::report,
                instruments.get(0),
                instruments.subList(1, instruments.size()).toArray(ObservableMeasurement[]::new));
    }

    private Report instrument(String name, Metric metric) {
        String description = metric.description();
        return switch (metric.kind()) {
            case COUNTER ->
                report(meter.counterBuilder(name)
                        .setUnit(metric.unit())
                        .setDescription(description)
                        .buildObserver());
            case UP_DOWN_COUNTER ->
                report(meter.upDownCounterBuilder(name)
                        .setUnit(metric.unit())
                        .setDescription(description)
                        .buildObserver());
            case GAUGE ->
                report(meter.gaugeBuilder(name)
                        .setUnit(metric.unit())
                        .setDescription(description)
                        .buildObserver());
            case HISTOGRAM -> throw new IllegalArgumentException(metric + " is no figure, since it is a histogram");
        };
    }

    private Report report(ObservableLongMeasurement whole) {
        instruments.add(whole);
        return (value, attributes) -> whole.record((long) value, attributes);
    }

    private Report report(ObservableDoubleMeasurement real) {
        instruments.add(real);
        return real::record;
    }

    private void report() {
        NodeNumbers now = numbers.get();
        for (Published each : published) {
            double value = each.figure().value().applyAsDouble(now);
            if (!Double.isNaN(value)) {
                each.report().of(value, each.attributes());
            }
        }
    }

    @Override
    public void close() {
        callback.close();
    }
}
