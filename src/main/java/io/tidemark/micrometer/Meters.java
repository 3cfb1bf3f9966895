package io.tidemark.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tidemark.Reason;
import io.tidemark.telemetry.Figure;
import io.tidemark.telemetry.Metric;
import io.tidemark.telemetry.NodeNumbers;
import io.tidemark.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The meters of a node. Names and tags are those of OpenTelemetry. All meters of a name have the same keys, since Prometheus
 * needs that; a value that does not apply is {@value #ABSENT}.
 *
 * <p>The registry that WildFly gives to an application passes on meters that its own methods create, but not those of
 * builders. Therefore the meters have no description and no unit. Thread-safe.
 */
final class Meters implements Telemetry {

    private static final String ABSENT = "none";

    private static final String REASON = Metric.PREFIX + "reason";
    private static final String REPLICA = Metric.PREFIX + "replica";
    private static final String ERROR = "error.type";

    private final MeterRegistry registry;
    /** The registry does not keep the objects that its gauges read. */
    private final List<Figure> figures = new ArrayList<>();

    private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void started(Supplier<NodeNumbers> numbers) {
        for (Figure figure : Figure.of(numbers.get().status())) {
            figure.metric().openTelemetryName().ifPresent(name -> register(name, figure, numbers));
        }
    }

    private void register(String name, Figure figure, Supplier<NodeNumbers> numbers) {
        ToDoubleFunction<Figure> value = read -> read.value().applyAsDouble(numbers.get());
        figures.add(figure);
        Tags tags = Tags.of(figure.tags().entrySet().stream()
                .map(tag -> Tag.of(Metric.PREFIX + tag.getKey(), tag.getValue()))
                .toList());
        if (figure.metric().kind() == Metric.Kind.COUNTER) {
            registered.add(registry.more().counter(name, tags, figure, value));
        } else {
            registry.gauge(name, tags, figure, value);
            Optional.ofNullable(registry.find(name).tags(tags).meter()).ifPresent(registered::add);
        }
    }

    @Override
    public void stopped() {
        registered.forEach(registry::remove);
    }

    @Override
    public void positionRead(Optional<String> replica, RoundTrip trip) {
        record(
                Metric.POSITION_READ,
                trip.nanos(),
                roundTrip(Metric.POSTGRESQL, trip)
                        .and(Metric.PREFIX + "route", replica.isPresent() ? "replica" : "primary")
                        .and(REPLICA, replica.orElse(ABSENT)));
    }

    @Override
    public void marksFetched(RoundTrip trip) {
        record(Metric.MARK_FETCH, trip.nanos(), roundTrip(Metric.REDIS, trip));
    }

    @Override
    public void markStored(RoundTrip trip) {
        record(Metric.MARK_STORE, trip.nanos(), roundTrip(Metric.REDIS, trip));
    }

    private static Tags roundTrip(String database, RoundTrip trip) {
        return Tags.of(
                "db.system.name",
                database,
                "server.address",
                trip.server().map(server -> server.getHostString()).orElse(ABSENT),
                "server.port",
                trip.server().map(server -> String.valueOf(server.getPort())).orElse(ABSENT),
                ERROR,
                trip.error().orElse(ABSENT));
    }

    @Override
    public ReadWait beginWait() {
        long begun = System.nanoTime();
        return replica -> record(
                Metric.READ_WAIT,
                System.nanoTime() - begun,
                Tags.of(REPLICA, replica.orElse(ABSENT), ERROR, replica.isPresent() ? ABSENT : Metric.TIMEOUT));
    }

    @Override
    public void floorRaised(FloorCause cause) {
        count(Metric.FLOOR_RAISES, REASON, Metric.value(cause));
    }

    @Override
    public void quarantined(String replica, QuarantineCause cause) {
        count(Metric.REPLICA_QUARANTINES, REPLICA, replica, REASON, Metric.value(cause));
    }

    @Override
    public void retried(String replica, String error) {
        count(Metric.RETRIES, REPLICA, replica, ERROR, error);
    }

    /** Has no effect, since statements are counted anyway. */
    @Override
    public void statementSent(Reason reason, Optional<String> replica) {}

    private void record(Metric metric, long nanos, Tags tags) {
        Timer timer = registry.timer(metric.openTelemetryName().orElseThrow(), tags);
        registered.add(timer);
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private void count(Metric metric, String... tags) {
        Counter counter = registry.counter(metric.openTelemetryName().orElseThrow(), Tags.of(tags));
        registered.add(counter);
        counter.increment();
    }
}
