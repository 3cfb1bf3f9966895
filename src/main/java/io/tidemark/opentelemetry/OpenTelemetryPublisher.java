package io.tidemark.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.tidemark.telemetry.StartedTelemetry;
import io.tidemark.telemetry.Telemetry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Publishes to the only bean of type {@link OpenTelemetry}. Without such a bean, or with several, it publishes no
 * metrics and no spans. The bean is used from the start of the application; earlier events are dropped. Dependent, so
 * that the library's threads use no proxy. Thread-safe.
 */
@Dependent
public class OpenTelemetryPublisher extends StartedTelemetry {

    private static final System.Logger LOG = System.getLogger(OpenTelemetryPublisher.class.getName());

    private static final String SCOPE = "io.tidemark";

    private final Instance<OpenTelemetry> beans;

    @Inject
    OpenTelemetryPublisher(Instance<OpenTelemetry> beans) {
        this.beans = beans;
    }

    @Override
    protected Telemetry found() {
        if (beans.isAmbiguous()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "No telemetry is published: several beans have the type {0}. Expected: one. Remove the"
                            + " application''s own producer, or the server''s.",
                    OpenTelemetry.class.getName());
        }
        return beans.isResolvable()
                ? new PublishedEvents(beans.get().getMeter(SCOPE), beans.get().getTracer(SCOPE))
                : NONE;
    }
}
