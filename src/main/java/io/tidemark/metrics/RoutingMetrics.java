package io.tidemark.metrics;

import io.tidemark.RoutingStarted;
import io.tidemark.Status;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Registers one gauge per {@link StatusGauge} when the application has started, and removes them when it ends.
 *
 * <p>All are gauges, also the number of statements, which only grows: MicroProfile Metrics has no counter that reads what
 * somebody else counts, and counting twice would cost every statement. Nothing is done but when somebody asks for the
 * metrics. They have no unit for the registry, because implementations differ in what they then do to name and value; the
 * name tells it. Thread-safe.
 *
 * @see <a href="https://download.eclipse.org/microprofile/microprofile-metrics-5.1.1/microprofile-metrics-spec-5.1.1.html">
 *     MicroProfile Metrics 5.1</a>
 */
@ApplicationScoped
public class RoutingMetrics {

    @Inject
    MetricRegistry registry;

    @Inject
    Provider<Status> status;

    private final List<MetricID> registered = new ArrayList<>();

    void register(@Observes RoutingStarted started) {
        for (StatusGauge gauge : StatusGauge.of(started.status())) {
            Tag[] tags = tags(started.application(), gauge);
            Metadata metadata = Metadata.builder()
                    .withName(gauge.name())
                    .withDescription(gauge.description())
                    .withUnit(MetricUnits.NONE)
                    .build();
            registry.gauge(metadata, () -> gauge.value().applyAsDouble(status.get()), tags);
            registered.add(new MetricID(gauge.name(), tags));
        }
    }

    /** With the application's name in JMX: a server tells the metrics of two applications apart only if it is told to. */
    private static Tag[] tags(String application, StatusGauge gauge) {
        Stream<Tag> own = Stream.of(new Tag("application", application));
        Stream<Tag> more = gauge.tags().entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue()));
        return Stream.concat(own, more).toArray(Tag[]::new);
    }

    @PreDestroy
    void remove() {
        registered.forEach(registry::remove);
    }
}
