package io.tidemark.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.tidemark.Reason;
import io.tidemark.telemetry.Metric;
import io.tidemark.telemetry.NodeNumbers;
import io.tidemark.telemetry.Telemetry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to the only bean of type {@link OpenTelemetry}. Without such a bean, or with several, it publishes no
 * metrics and no spans. The bean is used from the start of the application; earlier events are dropped.
 *
 * <p>Attributes of the current span show the last statement. There is no span per statement. Dependent, so that the
 * library's threads use no proxy. Thread-safe.
 */
@Dependent
public class OpenTelemetryPublisher implements Telemetry {

    private static final System.Logger LOG = System.getLogger(OpenTelemetryPublisher.class.getName());

    private static final String SCOPE = "io.tidemark";
    private static final String DIVERSION = Metric.PREFIX + "diversion";

    private final Instance<OpenTelemetry> found;

    private volatile @Nullable PublishedEvents events;
    private @Nullable PublishedFigures figures;

    @Inject
    OpenTelemetryPublisher(Instance<OpenTelemetry> found) {
        this.found = found;
    }

    @Override
    public void started(Supplier<NodeNumbers> numbers) {
        if (found.isAmbiguous()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "No telemetry is published: several beans have the type {0}. Expected: one. Remove the"
                            + " application''s own producer, or the server''s.",
                    OpenTelemetry.class.getName());
        }
        if (found.isResolvable()) {
            OpenTelemetry telemetry = found.get();
            Meter meter = telemetry.getMeter(SCOPE);
            figures = new PublishedFigures(meter, numbers);
            events = new PublishedEvents(meter, telemetry.getTracer(SCOPE));
        }
    }

    @Override
    public void stopped() {
        events = null;
        PublishedFigures published = figures;
        if (published != null) {
            published.close();
        }
    }

    private void publish(Consumer<PublishedEvents> event) {
        PublishedEvents published = events;
        if (published != null) {
            event.accept(published);
        }
    }

    @Override
    public void positionRead(Optional<String> replica, RoundTrip trip) {
        publish(to -> to.positionRead(replica, trip));
    }

    @Override
    public void marksFetched(RoundTrip trip) {
        publish(to -> to.marksFetched(trip));
    }

    @Override
    public void markStored(RoundTrip trip) {
        publish(to -> to.markStored(trip));
    }

    @Override
    public ReadWait beginWait() {
        PublishedEvents published = events;
        return published == null ? NONE.beginWait() : published.beginWait();
    }

    @Override
    public void floorRaised(FloorCause cause) {
        publish(to -> to.floorRaised(cause));
    }

    @Override
    public void quarantined(String replica, QuarantineCause cause) {
        publish(to -> to.quarantined(replica, cause));
    }

    @Override
    public void retried(String replica, String error) {
        publish(to -> to.retried(replica, error));
    }

    @Override
    public void statementSent(Reason reason, Optional<String> replica) {
        Span span = Span.current();
        if (!span.isRecording()) {
            return;
        }
        span.setAttribute(Keys.ROUTE, reason.route().name().toLowerCase(Locale.ROOT));
        span.setAttribute(Keys.REASON, reason.name());
        replica.ifPresent(name -> span.setAttribute(Keys.REPLICA, name));
        if (reason.isDiverted()) {
            span.addEvent(DIVERSION, Attributes.of(Keys.REASON, reason.name()));
        }
    }
}
