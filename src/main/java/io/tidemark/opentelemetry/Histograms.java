package io.tidemark.opentelemetry;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.tidemark.telemetry.Metric;
import java.util.List;

/**
 * Creates histograms of durations in seconds.
 *
 * <p>The default boundaries of an SDK suit milliseconds. Since version 1.32, the API takes the boundaries as an advice.
 * The library is compiled with the API of Payara 6, which is older, so the method is found by reflection. Without it,
 * only the sum, the count and the extremes are meaningful, unless the SDK is configured for exponential histograms.
 */
final class Histograms {

    /** From the fastest round trip to the longest timeout. */
    static final List<Double> BOUNDARIES = List.of(
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

    private Histograms() {}

    static DoubleHistogram of(Meter meter, Metric metric) {
        DoubleHistogramBuilder builder = meter.histogramBuilder(
                        metric.openTelemetryName().orElseThrow())
                .setUnit(metric.unit())
                .setDescription(metric.description());
        try {
            Object advised = DoubleHistogramBuilder.class
                    .getMethod("setExplicitBucketBoundariesAdvice", List.class)
                    .invoke(builder, BOUNDARIES);
            return ((DoubleHistogramBuilder) advised).build();
        } catch (ReflectiveOperationException older) {
            return builder.build();
        }
    }
}
