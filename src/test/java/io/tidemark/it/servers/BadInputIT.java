package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.SharedServers;
import io.tidemark.it.support.SharedServers.Odd;
import io.tidemark.it.support.Variants;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the messages about servers that reject the settings. A message has the setting, its value and the expected value,
 * and no password. {@link RefusedDeploymentIT} has the settings that fail a deployment.
 */
@Tag("slow")
class BadInputIT {

    private static final String STATUS = "tidemark/status";

    /** The data sources with wrong passwords. */
    private static final Map<String, String> OWN_PASSWORDS = Odd.settings(DataSources.OWN_PASSWORDS);

    private static final String PRIMARY = "tidemark.primary.jndi";
    private static final String REPLICA = "tidemark.replica.jndi";
    private static final String REDIS = "tidemark.redis.uri";

    private static final String PASSWORD_REFUSED = "FATAL: password authentication failed for user \"tidemark\""
            + " (SQLState 28P01); expected the user and the password of a role that this server lets in";

    private final Servers servers = TestServers.running();

    private String redis() {
        return "127.0.0.1:" + servers.redis().port();
    }

    /** Checks an application while it runs. */
    private interface Look {
        void at(Http http, Variants variants) throws Exception;
    }

    /** Deploys the demo with these settings, and asserts that its status and the log have the same messages. */
    private static void assertTold(String name, Map<String, String> settings, List<String> messages, Look then)
            throws Exception {
        Variants variants = SharedServers.odd().variants();
        String primary = settings.getOrDefault(PRIMARY, "jdbc/primary");
        String log = variants.deploy(name, Deployments.onPrimary(primary), settings, http -> {
            for (String message : messages) {
                String json = message.replace("\"", "\\\"");
                Awaiting.until(
                        "the status tells " + message,
                        () -> http.get("", STATUS).body().replace("\\/", "/").contains(json));
            }
            then.at(http, variants);
        });
        for (String message : messages) {
            assertTrue(log.contains(message), "expected in the log: " + message);
        }
        assertFalse(log.contains(SharedServers.WRONG), "a password in the log");
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(key, value);
        return more;
    }

    /** The name of a host is unknown, for example, after its container was stopped. */
    @Test
    void aHostThatIsNotKnownIsNamed() throws Exception {
        assertTold(
                "unknown-host",
                Map.of(
                        "tidemark.health.details",
                        "true",
                        REPLICA,
                        "jdbc/replica" + DataSources.UNKNOWN_HOST.suffix(),
                        REDIS,
                        "redis://:" + SharedServers.WRONG + "@no-such-redis.invalid:6379"),
                List.of(
                        "(SQLState 08001), caused by java.net.UnknownHostException: no-such-host.invalid",
                        "caused by java.net.UnknownHostException: no-such-redis.invalid"),
                (http, variants) -> {
                    String health = variants.health().get("", "health/ready").body();
                    assertTrue(health.contains("java.net.UnknownHostException: no-such-host.invalid"), health);
                    assertTrue(health.contains("java.net.UnknownHostException: no-such-redis.invalid"), health);
                });
    }

    @Test
    void whatRefusesAPasswordIsNotUsedUntilItAcceptsIt() throws Exception {
        String ofReplica = REPLICA + "=" + OWN_PASSWORDS.get(REPLICA) + ": " + PASSWORD_REFUSED;
        String ofRedis = REDIS + "=redis://***@" + redis() + ": WRONGPASS invalid username-password pair or user"
                + " is disabled.; expected the user and password of a Redis user with the rights for"
                + " the library's commands and keys";
        try {
            assertTold(
                    "refused",
                    with(
                            with(OWN_PASSWORDS, PRIMARY, "jdbc/primary"),
                            REDIS,
                            "redis://:" + SharedServers.WRONG + "@" + redis()),
                    List.of(ofReplica, ofRedis),
                    (http, variants) -> {
                        Answer read = http.get("alice", "things?limit=1");
                        assertEquals(Optional.of("REPLICA_UNAVAILABLE"), read.reason());
                        password(SharedServers.WRONG);
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
                "refused-by-primary",
                with(OWN_PASSWORDS, REPLICA, "jdbc/replica" + DataSources.AS_CONFIGURED.suffix()),
                List.of(PRIMARY + "=" + OWN_PASSWORDS.get(PRIMARY) + ": " + PASSWORD_REFUSED),
                (http, variants) -> assertTrue(http.get("", STATUS).body().contains("\"ready\":false")));
    }

    @Test
    void serversInEachOthersPlaceAreNotUsed() throws Exception {
        Map<String, String> exchanged = Odd.settings(DataSources.EXCHANGED);
        assertTold(
                "exchanged",
                exchanged,
                List.of(
                        PRIMARY + "=" + exchanged.get(PRIMARY)
                                + ": It is in recovery, so a standby; expected the server that takes the writes.",
                        REPLICA + "=" + exchanged.get(REPLICA)
                                + ": It is not in recovery, so no standby; expected a streaming replica of the primary."),
                (http, variants) -> assertTrue(http.get("", STATUS).body().contains("\"ready\":false")));
    }
}
