package io.tidemark.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tidemark.telemetry.Figure;
import io.tidemark.telemetry.Metric;
import io.tidemark.telemetry.NodeNumbers;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The meters of a node. Names and tags are those of OpenTelemetry. All meters of a name have the same keys, since Prometheus
 * needs that; a value that does not apply is {@value #NONE}.
 *
 * <p>The registry that WildFly gives to an application passes on meters that its own methods create, but not those of
 * builders. Therefore the meters have no description and no unit. Thread-safe.
 */
final class Meters implements AutoCloseable {

    static final String NONE = "none";

    private static final String POSTGRESQL = "postgresql";
    private static final String REDIS = "redis";

    private final MeterRegistry registry;
    private final Supplier<NodeNumbers> numbers;

    /** The registry does not keep the objects that its gauges read. */
    private final List<Figure> figures = new ArrayList<>();

    private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

    Meters(MeterRegistry registry, Supplier<NodeNumbers> numbers) {
        this.registry = registry;
        this.numbers = numbers;
        for (Figure figure : Figure.of(numbers.get().status())) {
            figure.metric().openTelemetryName().ifPresent(name -> register(name, figure));
        }
    }

    private void register(String name, Figure figure) {
        figures.add(figure);
        Tags tags = Tags.of(figure.tags().entrySet().stream()
                .map(tag -> Tag.of(Metric.PREFIX + tag.getKey(), tag.getValue()))
                .toList());
        if (figure.metric().kind() == Metric.Kind.COUNTER) {
            registered.add(registry.more().counter(name, tags, figure, this::value));
        } else {
            registry.gauge(name, tags, figure, this::value);
            Optional.ofNullable(registry.find(name).tags(tags).meter()).ifPresent(registered::add);
        }
    }

    private double value(Figure figure) {
        return figure.value().applyAsDouble(numbers.get());
    }

    /** Records a round trip to a server of a replica or of the primary. */
    void positionRead(Optional<String> replica, RoundTrip trip) {
        record(
                Metric.POSITION_READ,
                trip.nanos(),
                roundTrip(POSTGRESQL, trip)
                        .and(Metric.PREFIX + "route", replica.isPresent() ? "replica" : "primary")
                        .and(Metric.PREFIX + "replica", replica.orElse(NONE)));
    }

    /** Records a round trip to the store. */
    void stored(Metric metric, RoundTrip trip) {
        record(metric, trip.nanos(), roundTrip(REDIS, trip));
    }

    private static Tags roundTrip(String database, RoundTrip trip) {
        return Tags.of(
                "db.system.name", database,
                "server.address",
                        trip.server().map(server -> server.getHostString()).orElse(NONE),
                "server.port",
                        trip.server()
                                .map(server -> String.valueOf(server.getPort()))
                                .orElse(NONE),
                "error.type", trip.error().orElse(NONE));
    }

    /** Records the wait of a read for a replica. */
    void waited(long nanos, Optional<String> replica) {
        record(
                Metric.READ_WAIT,
                nanos,
                Tags.of(
                        Metric.PREFIX + "replica",
                        replica.orElse(NONE),
                        "error.type",
                        replica.isPresent() ? NONE : "timeout"));
    }

    private void record(Metric metric, long nanos, Tags tags) {
        Timer timer = registry.timer(metric.openTelemetryName().orElseThrow(), tags);
        registered.add(timer);
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts an event. */
    void count(Metric metric, String... tags) {
        Counter counter = registry.counter(metric.openTelemetryName().orElseThrow(), Tags.of(tags));
        registered.add(counter);
        counter.increment();
    }

    @Override
    public void close() {
        registered.forEach(registry::remove);
    }
}
