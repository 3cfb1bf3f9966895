package io.tidemark.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
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
 * Publishes to the only bean of type {@link MeterRegistry}. Without such a bean, or with several, it publishes nothing.
 * The bean is used from the start of the application; earlier events are dropped. Dependent, so that the library's
 * threads use no proxy. Thread-safe.
 */
@Dependent
public class MicrometerPublisher implements Telemetry {

    private static final System.Logger LOG = System.getLogger(MicrometerPublisher.class.getName());

    private static final String REASON = Metric.PREFIX + "reason";
    private static final String REPLICA = Metric.PREFIX + "replica";

    private final Instance<MeterRegistry> found;

    private volatile @Nullable Meters meters;

    @Inject
    MicrometerPublisher(Instance<MeterRegistry> found) {
        this.found = found;
    }

    @Override
    public void started(Supplier<NodeNumbers> numbers) {
        if (found.isAmbiguous()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "No metrics are published through Micrometer: several beans have the type {0}. Expected: one. Remove"
                            + " the application''s own producer, or the server''s.",
                    MeterRegistry.class.getName());
        }
        if (found.isResolvable()) {
            meters = new Meters(found.get(), numbers);
        }
    }

    @Override
    public void stopped() {
        Meters published = meters;
        meters = null;
        if (published != null) {
            published.close();
        }
    }

    private void publish(Consumer<Meters> event) {
        Meters published = meters;
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
        publish(to -> to.stored(Metric.MARK_FETCH, trip));
    }

    @Override
    public void markStored(RoundTrip trip) {
        publish(to -> to.stored(Metric.MARK_STORE, trip));
    }

    @Override
    public ReadWait beginWait() {
        long begun = System.nanoTime();
        return replica -> publish(to -> to.waited(System.nanoTime() - begun, replica));
    }

    @Override
    public void floorRaised(FloorCause cause) {
        publish(to -> to.count(Metric.FLOOR_RAISES, REASON, lowerCase(cause)));
    }

    @Override
    public void quarantined(String replica, QuarantineCause cause) {
        publish(to -> to.count(Metric.REPLICA_QUARANTINES, REPLICA, replica, REASON, lowerCase(cause)));
    }

    @Override
    public void retried(String replica, String error) {
        publish(to -> to.count(Metric.RETRIES, REPLICA, replica, "error.type", error));
    }

    /** Has no effect, since statements are counted anyway. */
    @Override
    public void statementSent(Reason reason, Optional<String> replica) {}

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
