package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the messages about servers that reject the settings. A message has the setting, its value and the expected value,
 * and no password. Each test starts a separate application server. {@link RefusedDeploymentIT} has the settings that fail
 * a deployment.
 */
@Tag("slow")
class BadInputIT {

    private static final String STATUS = "/tidemark/status";
    private static final String WRONG = "s3cret";

    private static final String PASSWORD_REFUSED = "FATAL: password authentication failed for user \"tidemark\""
            + " (SQLState 28P01); expected the user and the password of a role that this server lets in";

    private final Servers servers = TestServers.running();

    /** {@return the environment with a public status, the right passwords, and the changes of a test} */
    private static Map<String, String> environment(Map<String, String> changes) {
        String right = System.getenv("DATABASE_PASSWORD");
        Map<String, String> environment = new HashMap<>(
                Map.of("THINGS_STATUS_OPEN", "true", "PRIMARY_PASSWORD", right, "REPLICA_PASSWORD", right));
        environment.putAll(changes);
        return environment;
    }

    private String redis() {
        return "127.0.0.1:" + servers.redis().port();
    }

    private static void assertLogged(ApplicationServer server, List<String> messages) throws IOException {
        String log = Files.readString(server.log());
        for (String message : messages) {
            assertTrue(log.contains(message), "expected in " + server.log() + ": " + message);
        }
        assertFalse(log.contains(WRONG), "a password in " + server.log());
    }

    /** Checks an application while it runs. */
    private interface Look {
        void at(Http http) throws Exception;
    }

    /** Starts the application, and asserts that its status and its log have the same messages. */
    private static void assertTold(
            ApplicationServer server, Map<String, String> changes, List<String> messages, Look then) throws Exception {
        try {
            server.start(environment(changes), STATUS);
            Http http = new Http(server.uri());
            for (String message : messages) {
                String json = message.replace("\"", "\\\"");
                Awaiting.until(
                        "the status tells " + message,
                        () -> http.get("", STATUS).body().replace("\\/", "/").contains(json));
            }
            assertLogged(server, messages);
            then.at(http);
        } finally {
            server.stop();
        }
    }

    /** The name of a host is unknown, for example, after its container was stopped. */
    @Test
    void aHostThatIsNotKnownIsNamed() throws Exception {
        ApplicationServer server = TestServers.applicationServer("unknown-host", DataSources.AS_CONFIGURED);
        assertTold(
                server,
                Map.of(
                        "TIDEMARK_HEALTH_DETAILS",
                        "true",
                        "REPLICA_HOST",
                        "no-such-host.invalid",
                        "TIDEMARK_REDIS_URI",
                        "redis://:" + WRONG + "@no-such-redis.invalid:6379"),
                List.of(
                        "(SQLState 08001), caused by java.net.UnknownHostException: no-such-host.invalid",
                        "caused by java.net.UnknownHostException: no-such-redis.invalid"),
                http -> {
                    String health =
                            new Http(server.health()).get("", "/health/ready").body();
                    assertTrue(health.contains("java.net.UnknownHostException: no-such-host.invalid"), health);
                    assertTrue(health.contains("java.net.UnknownHostException: no-such-redis.invalid"), health);
                });
    }

    @Test
    void whatRefusesAPasswordIsNotUsedUntilItAcceptsIt() throws Exception {
        String ofReplica = "tidemark.replica.jndi=jdbc/replica: " + PASSWORD_REFUSED;
        String ofRedis =
                "tidemark.redis.uri=redis://***@" + redis() + ": WRONGPASS invalid username-password pair or user"
                        + " is disabled.; expected the user and password of a Redis user with the rights for"
                        + " the library's commands and keys";
        try {
            assertTold(
                    TestServers.applicationServer("refused", DataSources.OWN_PASSWORDS),
                    Map.of("REPLICA_PASSWORD", WRONG, "TIDEMARK_REDIS_URI", "redis://:" + WRONG + "@" + redis()),
                    List.of(ofReplica, ofRedis),
                    http -> {
                        Answer read = http.get("alice", "things?limit=1");
                        assertEquals(Optional.of("REPLICA_UNAVAILABLE"), read.reason());
                        password(WRONG);
                        Awaiting.until(
                                "the replica is used",
                                () -> http.get("", STATUS).body().contains("\"eligible\":true"));
                    });
        } finally {
            password(System.getenv("DATABASE_PASSWORD"));
        }
    }

    private void password(String password) throws Exception {
        servers.onPrimary("ALTER ROLE tidemark PASSWORD '" + password + "'");
        servers.postgres().awaitReplica();
    }

    @Test
    void aPrimaryThatRefusesThePasswordIsNotReady() throws Exception {
        assertTold(
                TestServers.applicationServer("refused-by-primary", DataSources.OWN_PASSWORDS),
                Map.of("PRIMARY_PASSWORD", WRONG),
                List.of("tidemark.primary.jndi=jdbc/primary: " + PASSWORD_REFUSED),
                http -> assertTrue(http.get("", STATUS).body().contains("\"ready\":false")));
    }

    @Test
    void serversInEachOthersPlaceAreNotUsed() throws Exception {
        assertTold(
                TestServers.applicationServer("exchanged", DataSources.AS_CONFIGURED),
                Map.of(
                        "PRIMARY_PORT", String.valueOf(servers.replica().port()),
                        "REPLICA_PORT", String.valueOf(servers.primary().port())),
                List.of(
                        "tidemark.primary.jndi=jdbc/primary: It is in recovery, so a standby; expected the server that"
                                + " takes the writes.",
                        "tidemark.replica.jndi=jdbc/replica: It is not in recovery, so no standby; expected a streaming"
                                + " replica of the primary."),
                http -> assertTrue(http.get("", STATUS).body().contains("\"ready\":false")));
    }
}
