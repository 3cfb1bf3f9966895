package io.tidemark.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.tidemark.Reason;
import io.tidemark.telemetry.Metric;
import io.tidemark.telemetry.NodeNumbers;
import io.tidemark.telemetry.Telemetry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events and durations of a node as counters, histograms and spans, and its figures from the start to the end of the
 * application.
 *
 * <p>Attributes of the current span show the last statement. There is no span per statement. Thread-safe.
 */
final class PublishedEvents implements Telemetry {

    private static final String WAIT = Metric.PREFIX + "read.wait";
    private static final String RETRY = Metric.PREFIX + "retry";
    private static final String DIVERSION = Metric.PREFIX + "diversion";

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Meter meter;
    private final Tracer tracer;
    private final DoubleHistogram readWait;
    private final DoubleHistogram markFetch;
    private final DoubleHistogram markStore;
    private final DoubleHistogram positionRead;
    private final LongCounter retries;
    private final LongCounter floorRaises;
    private final LongCounter quarantines;

    /** Used by the threads that start and end the application. */
    private volatile @Nullable PublishedFigures figures;

    PublishedEvents(Meter meter, Tracer tracer) {
        this.meter = meter;
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

    @Override
    public void started(Supplier<NodeNumbers> numbers) {
        figures = new PublishedFigures(meter, numbers);
    }

    @Override
    public void stopped() {
        PublishedFigures published = figures;
        if (published != null) {
            published.close();
        }
    }

    @Override
    public void positionRead(Optional<String> replica, RoundTrip trip) {
        AttributesBuilder attributes = Keys.of(Metric.POSTGRESQL, trip);
        replica.ifPresent(name -> attributes.put(Keys.REPLICA, name));
        positionRead.record(
                seconds(trip.nanos()),
                attributes
                        .put(Keys.ROUTE, replica.isPresent() ? "replica" : "primary")
                        .build());
    }

    @Override
    public void marksFetched(RoundTrip trip) {
        markFetch.record(seconds(trip.nanos()), Keys.of(Metric.REDIS, trip).build());
    }

    @Override
    public void markStored(RoundTrip trip) {
        markStore.record(seconds(trip.nanos()), Keys.of(Metric.REDIS, trip).build());
    }

    /** Begins a child of the current span, if there is one. */
    @Override
    public ReadWait beginWait() {
        Span span = Span.current().getSpanContext().isValid()
                ? tracer.spanBuilder(WAIT).startSpan()
                : Span.getInvalid();
        long begun = System.nanoTime();
        return replica -> {
            Attributes outcome = replica.map(name -> Attributes.of(Keys.REPLICA, name))
                    .orElseGet(() -> Attributes.of(Keys.ERROR, Metric.TIMEOUT));
            readWait.record(seconds(System.nanoTime() - begun), outcome);
            span.setAllAttributes(outcome).end();
        };
    }

    @Override
    public void floorRaised(FloorCause cause) {
        floorRaises.add(1, Attributes.of(Keys.REASON, Metric.value(cause)));
    }

    @Override
    public void quarantined(String replica, QuarantineCause cause) {
        quarantines.add(1, Attributes.of(Keys.REPLICA, replica, Keys.REASON, Metric.value(cause)));
    }

    @Override
    public void retried(String replica, String error) {
        Attributes attributes = Attributes.of(Keys.REPLICA, replica, Keys.ERROR, error);
        retries.add(1, attributes);
        Span.current().addEvent(RETRY, attributes);
    }

    @Override
    public void statementSent(Reason reason, Optional<String> replica) {
        Span span = Span.current();
        if (!span.isRecording()) {
            return;
        }
        span.setAttribute(Keys.ROUTE, Metric.value(reason.route()));
        span.setAttribute(Keys.REASON, reason.name());
        replica.ifPresent(name -> span.setAttribute(Keys.REPLICA, name));
        if (reason.isDiverted()) {
            span.addEvent(DIVERSION, Attributes.of(Keys.REASON, reason.name()));
        }
    }
}
