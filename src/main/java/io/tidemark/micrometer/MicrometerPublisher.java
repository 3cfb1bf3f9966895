package io.tidemark.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.telemetry.StartedTelemetry;
import io.tidemark.telemetry.Telemetry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Publishes to the only bean of type {@link MeterRegistry}. Without such a bean, or with several, it publishes nothing.
 * The bean is used from the start of the application; earlier events are dropped. Dependent, so that the library's
 * threads use no proxy. Thread-safe.
 */
@Dependent
public class MicrometerPublisher extends StartedTelemetry {

    private static final System.Logger LOG = System.getLogger(MicrometerPublisher.class.getName());

    private final Instance<MeterRegistry> beans;

    @Inject
    MicrometerPublisher(Instance<MeterRegistry> beans) {
        this.beans = beans;
    }

    @Override
    protected Telemetry found() {
        if (beans.isAmbiguous()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "No metrics are published through Micrometer: several beans have the type {0}. Expected: one. Remove"
                            + " the application''s own producer, or the server''s.",
                    MeterRegistry.class.getName());
        }
        return beans.isResolvable() ? new Meters(beans.get()) : NONE;
    }
}
