package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.proto.trace.v1.Span;
import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.OtlpReceiver;
import io.tidemark.it.support.Variants;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.telemetry.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the telemetry that the server's own OpenTelemetry exports, as a collector receives it. */
@Tag("slow")
class OpenTelemetryIT {

    private static final Map<String, String> REPLICA = Map.of("tidemark.replica", "jdbc/replica");
    private static final String WAIT = "tidemark.read.wait";

    private final Servers servers = TestServers.running();

    @Test
    void theServerExportsNumbersDurationsAndWaitsWithoutCallersOrSql() throws Exception {
        try (OtlpReceiver received = new OtlpReceiver()) {
            Map<String, String> settings = new HashMap<>(received.settings());
            settings.put("tidemark.replica.wait", "200ms");
            if (hasOldApi()) {
                settings.put(
                        "otel.exporter.otlp.metrics.default.histogram.aggregation",
                        "BASE2_EXPONENTIAL_BUCKET_HISTOGRAM");
            }
            // Not the shared one: WildFly may give a request's span to another application that was deployed before.
            DeploymentServer server = DeploymentServer.ofBuild(servers, "telemetry");
            server.start();
            try {
                Variants.of(server).deploy("telemetry", Deployments.asBuilt(), settings, http -> use(http, received));
            } finally {
                server.stop();
            }
        } finally {
            servers.resumeReplay();
        }
    }

    /** Whether the API has no advice on the boundaries of histograms. */
    private static boolean hasOldApi() {
        return System.getProperty("arquillian.launch").equals("payara-micro");
    }

    private void use(Http http, OtlpReceiver received) {
        Awaiting.until("the replica's eligibility", () -> is(received, 1, "tidemark.replica.eligible", REPLICA));
        long id = http.post("alice", "things", Http.color("orange")).id();
        http.get("alice", "things/" + id);
        pauseReplay();
        http.put("alice", "things/" + id, Http.color("blue"));
        assertEquals(
                Reason.REPLICA_BEHIND.name(),
                http.get("alice", "things/" + id).reason().orElseThrow());
        Map<String, String> behind = Map.of("tidemark.reason", Reason.REPLICA_BEHIND.name());
        Awaiting.until("the diverted read", () -> is(received, 1, "tidemark.diversions", behind));
        Awaiting.until("the span of the wait", () -> spans(received, WAIT).size() == 1);
        Awaiting.until("the span of the request", () -> parentOfWait(received).isPresent());
        assertNumbers(received);
        assertDurations(received);
        assertSpans(received, behind);
        assertNothingPrivate(received);
    }

    private void pauseReplay() {
        try {
            servers.pauseReplay();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static void assertNumbers(OtlpReceiver received) {
        assertTrue(is(received, 2, "tidemark.statements", Map.of("tidemark.reason", "WRITE")), received.everything());
        assertTrue(value(received, "tidemark.statements", Map.of("tidemark.route", "replica")) > 0);
        Awaiting.until("some lag", () -> value(received, "tidemark.replica.lag", REPLICA) > 0.2);
        assertTrue(value(received, "tidemark.replica.backlog", REPLICA) > 0);
        for (String state : List.of("tidemark.primary.ready", "tidemark.routing.enabled", "tidemark.store.reachable")) {
            assertTrue(is(received, 1, state, Map.of()), state);
        }
        Map<String, String> units = new TreeMap<>();
        received.units().forEach((name, unit) -> {
            if (name.startsWith("tidemark.")) {
                units.put(name, unit);
            }
        });
        Map<String, String> table = new TreeMap<>();
        Metric.ofOpenTelemetry()
                .forEach(metric -> table.put(metric.openTelemetryName().orElseThrow(), metric.unit()));
        table.keySet().retainAll(units.keySet());
        assertEquals(table, units);
    }

    private void assertDurations(OtlpReceiver received) {
        Map<String, String> redis = server("redis", servers.redis().port());
        assertTrue(value(received, "tidemark.mark.fetch.duration", redis) > 0);
        assertTrue(is(received, 2, "tidemark.mark.store.duration", redis), received.everything());
        for (int port : List.of(servers.primary().port(), servers.replica().port())) {
            assertTrue(value(received, "tidemark.position.read.duration", server("postgresql", port)) > 1);
        }
        assertTrue(is(received, 1, "tidemark.read.wait.duration", Map.of("error.type", "timeout")));
        List<Double> boundaries = received.boundaries("tidemark.read.wait.duration");
        assertEquals(hasOldApi(), boundaries.isEmpty());
        assertTrue(hasOldApi() || boundaries.contains(0.001), boundaries.toString());
    }

    private static Map<String, String> server(String kind, int port) {
        return Map.of("db.system.name", kind, "server.address", "127.0.0.1", "server.port", String.valueOf(port));
    }

    private static void assertSpans(OtlpReceiver received, Map<String, String> behind) {
        Span request = parentOfWait(received).orElseThrow();
        Map<String, String> attributes = OtlpReceiver.map(request.getAttributesList());
        assertTrue(attributes.entrySet().containsAll(behind.entrySet()), attributes.toString());
        assertEquals("primary", attributes.get("tidemark.route"));
        assertEquals(
                List.of("tidemark.diversion"),
                request.getEventsList().stream().map(Span.Event::getName).toList());
    }

    private static Optional<Span> parentOfWait(OtlpReceiver received) {
        Span wait = spans(received, WAIT).get(0);
        return received.spans().stream()
                .filter(span -> span.getSpanId().equals(wait.getParentSpanId()))
                .findFirst();
    }

    private static List<Span> spans(OtlpReceiver received, String name) {
        return received.spans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static void assertNothingPrivate(OtlpReceiver received) {
        String everything = received.everything().toLowerCase(Locale.ROOT);
        for (String never : List.of("alice", "select ", "update ", "insert ", "tidemark-position")) {
            assertFalse(everything.contains(never), never);
        }
    }

    private static double value(OtlpReceiver received, String metric, Map<String, String> attributes) {
        return received.value(metric, attributes).orElse(Double.NaN);
    }

    private static boolean is(OtlpReceiver received, double expected, String metric, Map<String, String> attributes) {
        return value(received, metric, attributes) == expected;
    }
}
