package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.OnSharedServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the metrics of {@code RoutingMetrics} as a monitoring system reads them. */
@Tag("slow")
class MetricsIT {

    private static final String REPLICA = ",replica=\"jdbc/replica\"";

    private static final Pattern METRIC = Pattern.compile("\\btidemark_[a-z_]+");

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("measured", MetricsIT::withBudget);

    private final Servers servers = TestServers.running();

    /** Some metrics exist only with a budget. */
    private static WebArchive withBudget() {
        return Deployments.asBuilt()
                .addAsResource(
                        new StringAsset("tidemark.primary.budget.concurrent=9999\ntidemark.primary.budget.share=1\n"),
                        "META-INF/microprofile-config.properties");
    }

    /** The names are those of the server's export, where it could have added a unit or a suffix. */
    @Test
    void whatTheAlertRulesAndTheDashboardUseIsExported() throws Exception {
        String exported = new Http(APPLICATION.uri()).get("", "/metrics").body();
        Set<String> missing = new TreeSet<>();
        for (String file : List.of("prometheus/tidemark-rules.yml", "grafana/tidemark.json")) {
            METRIC.matcher(Files.readString(Path.of("server-config").resolve(file)))
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> !exported.contains("\n" + name + "{application=\"/measured\","))
                    .forEach(missing::add);
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void theNumbersOfTheStatusAreThere() throws Exception {
        try {
            Http http = new Http(APPLICATION.uri());
            Awaiting.until("the replica's eligibility", () -> is(http, 1, "tidemark_replica_eligible", REPLICA));
            assertStatementsAreCounted(http);
            assertStateIsTold(http);
        } finally {
            servers.resumeReplay();
            if (!servers.redis().running()) {
                servers.redis().start();
            }
        }
    }

    private void assertStatementsAreCounted(Http http) throws Exception {
        assertEquals(0, statements(http, Reason.WRITE));
        long id = http.post("alice", "things", Http.color("orange")).id();
        assertEquals(1, statements(http, Reason.WRITE));
        Awaiting.until("a read on the replica", () -> {
            http.get("alice", "things/" + id);
            return statements(http, Reason.CAUGHT_UP) > 0;
        });
        servers.pauseReplay();
        http.put("alice", "things/" + id, Http.color("blue"));
        http.get("alice", "things/" + id);
        assertEquals(1, statements(http, Reason.REPLICA_BEHIND));
        assertTrue(value(http, "tidemark_read_waits_total", "").orElseThrow() > 0);
        assertTrue(value(http, "tidemark_read_wait_seconds_total", "").orElseThrow() >= 0.05);
        assertTrue(is(http, 0, "tidemark_replica_quarantined", REPLICA));
    }

    /** Replay is paused. */
    private void assertStateIsTold(Http http) throws Exception {
        assertTrue(value(http, "tidemark_replica_lag_bytes", REPLICA).orElseThrow() > 0);
        Awaiting.until(
                "some lag",
                () -> value(http, "tidemark_replica_lag_seconds", REPLICA).orElseThrow() > 0.2);
        assertTrue(is(http, 1, "tidemark_routing_enabled", ""));
        assertTrue(is(http, 1, "tidemark_primary_ready", ""));
        assertTrue(is(http, 1, "tidemark_store_reachable", ""));
        assertTrue(is(http, 0, "tidemark_store_owed", ""));
        servers.redis().stop();
        assertEquals(201, http.post("alice", "things", Http.color("red")).status());
        assertTrue(is(http, 0, "tidemark_store_reachable", ""));
        assertTrue(is(http, 1, "tidemark_store_owed", ""));
    }

    private static double statements(Http http, Reason reason) {
        String tags =
                ",reason=\"" + reason + "\",route=\"" + reason.route().name().toLowerCase(Locale.ROOT) + "\"";
        return value(http, "tidemark_statements_total", tags).orElseThrow();
    }

    private static boolean is(Http http, double expected, String name, String tags) {
        OptionalDouble value = value(http, name, tags);
        return value.isPresent() && value.getAsDouble() == expected;
    }

    /** The one line with that name and these tags, besides those that every metric of the application has. */
    private static OptionalDouble value(Http http, String name, String tags) {
        Pattern line = Pattern.compile(
                "^" + name + Pattern.quote("{application=\"/measured\",mp_scope=\"application\"" + tags + "} ")
                        + "(\\S+)$",
                Pattern.MULTILINE);
        Matcher matcher = line.matcher(http.get("", "/metrics").body());
        return matcher.find() ? OptionalDouble.of(Double.parseDouble(matcher.group(1))) : OptionalDouble.empty();
    }
}
