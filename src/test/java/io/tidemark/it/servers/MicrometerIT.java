package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.OtlpReceiver;
import io.tidemark.it.support.Variants;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests what WildFly's Micrometer exports, after the commands of the manual, as a collector receives it. */
@Tag("slow")
class MicrometerIT {

    private static final Map<String, String> REPLICA = Map.of("tidemark.replica", "jdbc/replica");

    private final Servers servers = TestServers.running();

    @Test
    void theServerExportsNumbersAndDurations() throws Exception {
        DeploymentServer server = DeploymentServer.ofBuild(servers, "micrometer");
        try (OtlpReceiver received = new OtlpReceiver()) {
            server.start();
            server.administer(List.of(
                    "/extension=org.wildfly.extension.micrometer:add",
                    "/subsystem=micrometer:add",
                    "/subsystem=micrometer/registry=otlp:add(endpoint=\"" + received.uri() + "v1/metrics\", step=1)",
                    "reload"));
            Variants.of(server).deploy("micrometer", Deployments.asBuilt(), Map.of(), http -> use(http, received));
        } finally {
            server.stop();
        }
    }

    private void use(Http http, OtlpReceiver received) {
        Awaiting.until("the replica's eligibility", () -> is(received, 1, "tidemark.replica.eligible", REPLICA));
        long id = http.post("alice", "things", Http.color("orange")).id();
        http.get("alice", "things/" + id);
        Map<String, String> write = Map.of("tidemark.reason", Reason.WRITE.name());
        Awaiting.until("the write", () -> is(received, 1, "tidemark.statements", write));
        Map<String, String> redis = Map.of(
                "db.system.name",
                "redis",
                "server.port",
                String.valueOf(servers.redis().port()));
        Awaiting.until(
                "a mark",
                () -> received.value("tidemark.mark.store.duration", redis).orElse(0) == 1);
        for (int port : List.of(servers.primary().port(), servers.replica().port())) {
            Map<String, String> polled = Map.of("db.system.name", "postgresql", "server.port", String.valueOf(port));
            assertTrue(received.value("tidemark.position.read.duration", polled).orElse(0) > 0, received.everything());
        }
    }

    private static boolean is(OtlpReceiver received, double expected, String metric, Map<String, String> attributes) {
        return received.value(metric, attributes).orElse(Double.NaN) == expected;
    }
}
