package io.tidemark.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.telemetry.Metric.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the table follows the conventions of both APIs. */
class MetricTest {

    private static List<String> openTelemetryNames() {
        return Stream.of(Metric.values())
                .map(Metric::openTelemetryName)
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void noNameOccursTwice() {
        List<String> names = openTelemetryNames();
        assertEquals(names.stream().distinct().toList(), names);
        List<String> others = Stream.of(Metric.values())
                .map(Metric::microProfileName)
                .flatMap(Optional::stream)
                .toList();
        assertEquals(others.stream().distinct().toList(), others);
    }

    @Test
    void noNameOfOpenTelemetryIsTheNamespaceOfAnother() {
        for (String name : openTelemetryNames()) {
            assertTrue(name.matches("tidemark(\\.[a-z_]+)+"), name);
            assertFalse(openTelemetryNames().stream().anyMatch(other -> other.startsWith(name + ".")), name);
        }
    }

    @Test
    void durationsAreInSecondsAndNoNameContainsItsUnit() {
        for (Metric metric : Metric.ofOpenTelemetry()) {
            String name = metric.openTelemetryName().orElseThrow();
            assertFalse(name.matches(".*(seconds|bytes|total|ratio)"), name);
            assertEquals(metric.kind() == Kind.HISTOGRAM, name.endsWith(".duration"), name);
            if (metric.kind() == Kind.HISTOGRAM) {
                assertEquals("s", metric.unit(), name);
            }
        }
    }

    @Test
    void namesOfMicroProfileMetricsContainTheUnit() {
        for (Metric metric : Metric.values()) {
            metric.microProfileName().ifPresent(name -> {
                assertTrue(name.matches("tidemark(_[a-z]+)+"), name);
                assertEquals(metric.kind() == Kind.COUNTER, name.endsWith("_total"), name);
                assertEquals(metric.unit().equals("s"), name.matches(".*_seconds(_total)?"), name);
                assertEquals(metric.unit().equals("By"), name.endsWith("_bytes"), name);
                assertEquals(metric.unit().equals("1"), name.endsWith("_ratio"), name);
            });
        }
    }
}
