package io.tidemark.metrics;

import io.tidemark.RoutingStarted;
import io.tidemark.telemetry.Figure;
import io.tidemark.telemetry.NodeNumbers;
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
 * Registers one gauge per {@link Figure} with a name in MicroProfile Metrics when the application has started, and removes them when it ends.
 *
 * <p>All metrics are gauges, including the number of statements, although it only grows. MicroProfile Metrics has no
 * counter that reads an existing count, and a second count would cost time in every statement. Values are computed only
 * when metrics are scraped. The gauges have no unit in the registry, since implementations change name and value by it
 * in different ways; the name contains the unit instead. Thread-safe.
 *
 * @see <a
 *     href="https://download.eclipse.org/microprofile/microprofile-metrics-5.1.1/microprofile-metrics-spec-5.1.1.html">
 *     MicroProfile Metrics 5.1</a>
 */
@ApplicationScoped
public class RoutingMetrics {

    @Inject
    MetricRegistry registry;

    @Inject
    Provider<NodeNumbers> numbers;

    private final List<MetricID> registered = new ArrayList<>();

    void register(@Observes RoutingStarted started) {
        for (Figure figure : Figure.of(started.status())) {
            figure.metric().microProfileName().ifPresent(name -> register(name, figure, started.application()));
        }
    }

    private void register(String name, Figure figure, String application) {
        Tag[] tags = tags(application, figure);
        Metadata metadata = Metadata.builder()
                .withName(name)
                .withDescription(figure.metric().description())
                .withUnit(MetricUnits.NONE)
                .build();
        registry.gauge(metadata, () -> figure.value().applyAsDouble(numbers.get()), tags);
        registered.add(new MetricID(name, tags));
    }

    /**
     * Adds the application's name from JMX, since a server separates the metrics of two applications only if configured
     * to do so.
     */
    private static Tag[] tags(String application, Figure figure) {
        Stream<Tag> own = Stream.of(new Tag("application", application));
        Stream<Tag> more = figure.tags().entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue()));
        return Stream.concat(own, more).toArray(Tag[]::new);
    }

    @PreDestroy
    void remove() {
        registered.forEach(registry::remove);
    }
}
