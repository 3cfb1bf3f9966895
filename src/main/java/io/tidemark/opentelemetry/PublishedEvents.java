package io.tidemark.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.tidemark.telemetry.Metric;
import io.tidemark.telemetry.Telemetry.FloorCause;
import io.tidemark.telemetry.Telemetry.QuarantineCause;
import io.tidemark.telemetry.Telemetry.ReadWait;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The events and durations of a node as counters, histograms and spans. Thread-safe. */
final class PublishedEvents {

    private static final String POSTGRESQL = "postgresql";
    private static final String REDIS = "redis";
    private static final String WAIT = Metric.PREFIX + "read.wait";
    private static final String RETRY = Metric.PREFIX + "retry";

    /** The error of a wait that ended before a replica covered the position. */
    private static final String TIMEOUT = "timeout";

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Tracer tracer;
    private final DoubleHistogram readWait;
    private final DoubleHistogram markFetch;
    private final DoubleHistogram markStore;
    private final DoubleHistogram positionRead;
    private final LongCounter retries;
    private final LongCounter floorRaises;
    private final LongCounter quarantines;

    PublishedEvents(Meter meter, Tracer tracer) {
        this.tracer = tracer;
        this.readWait = Histograms.of(meter, Metric.READ_WAIT);
        this.markFetch = Histograms.of(meter, Metric.MARK_FETCH);
        this.markStore = Histograms.of(meter, Metric.MARK_STORE);
        this.positionRead = Histograms.of(meter, Metric.POSITION_READ);
        this.retries = counter(meter, Metric.RETRIES);
        this.floorRaises = counter(meter, Metric.FLOOR_RAISES);
        this.quarantines = counter(meter, Metric.REPLICA_QUARANTINES);
    }

    private static LongCounter counter(Meter meter, Metric metric) {
        return meter.counterBuilder(metric.openTelemetryName().orElseThrow())
                .setUnit(metric.unit())
                .setDescription(metric.description())
                .build();
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    void positionRead(Optional<String> replica, RoundTrip trip) {
        AttributesBuilder attributes = Keys.of(POSTGRESQL, trip);
        replica.ifPresent(name -> attributes.put(Keys.REPLICA, name));
        positionRead.record(
                seconds(trip.nanos()),
                attributes
                        .put(Keys.ROUTE, replica.isPresent() ? "replica" : "primary")
                        .build());
    }

    void marksFetched(RoundTrip trip) {
        markFetch.record(seconds(trip.nanos()), Keys.of(REDIS, trip).build());
    }

    void markStored(RoundTrip trip) {
        markStore.record(seconds(trip.nanos()), Keys.of(REDIS, trip).build());
    }

    /** Begins a child of the current span, if there is one. */
    ReadWait beginWait() {
        Span span = Span.current().getSpanContext().isValid()
                ? tracer.spanBuilder(WAIT).startSpan()
                : Span.getInvalid();
        long begun = System.nanoTime();
        return replica -> {
            Attributes outcome = replica.map(name -> Attributes.of(Keys.REPLICA, name))
                    .orElseGet(() -> Attributes.of(Keys.ERROR, TIMEOUT));
            readWait.record(seconds(System.nanoTime() - begun), outcome);
            span.setAllAttributes(outcome).end();
        };
    }

    void floorRaised(FloorCause cause) {
        floorRaises.add(1, Attributes.of(Keys.REASON, lowerCase(cause)));
    }

    void quarantined(String replica, QuarantineCause cause) {
        quarantines.add(1, Attributes.of(Keys.REPLICA, replica, Keys.REASON, lowerCase(cause)));
    }

    void retried(String replica, String error) {
        Attributes attributes = Attributes.of(Keys.REPLICA, replica, Keys.ERROR, error);
        retries.add(1, attributes);
        Span.current().addEvent(RETRY, attributes);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
