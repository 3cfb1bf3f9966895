package io.tidemark.it.support;

import io.tidemark.servers.DataSources;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Application servers that several test classes use, one class after another. Each starts at its first use, and stops with the
 * servers of {@link TestServers}. A class undeploys all of its applications.
 */
public final class SharedServers {

    /** A password that no server accepts at first. */
    public static final String WRONG = "s3cret";

    /** JUnit cannot pass an object from one class to another, so these fields are static. */
    private static @Nullable DeploymentServer usual;

    private static @Nullable Odd odd;

    private SharedServers() {}

    /**
     * A server with all kinds of data sources, but without {@code jdbc/replica}.
     *
     * @param others a set of servers, whose replica is that of {@link DataSources#OTHER_REPLICA}
     */
    public record Odd(DeploymentServer server, Servers others) {

        /** {@return a way to deploy applications there} */
        public Variants variants() {
            return Variants.of(server);
        }

        /** {@return the settings for the data sources of a kind} */
        public static Map<String, String> settings(DataSources kind) {
            return Map.of(
                    "tidemark.primary.jndi", "jdbc/primary" + kind.suffix(),
                    "tidemark.replica.jndi", "jdbc/replica" + kind.suffix());
        }
    }

    /** {@return a server with the data sources of {@code server-config} and the environment of the tests} */
    public static synchronized DeploymentServer usual() throws Exception {
        DeploymentServer known = usual;
        if (known != null) {
            return known;
        }
        DeploymentServer server = DeploymentServer.ofBuild(TestServers.running(), "shared");
        server.start();
        usual = server;
        return server;
    }

    /**
     * {@return a server with unusual data sources} The passwords of {@link DataSources#OWN_PASSWORDS} are {@link #WRONG}.
     * The environment has neither the address of Redis nor the key of tokens.
     */
    public static synchronized Odd odd() throws Exception {
        Odd known = odd;
        if (known != null) {
            return known;
        }
        Servers others = TestServers.others("other-cluster");
        Map<String, String> environment = new HashMap<>(Map.of("PRIMARY_PASSWORD", WRONG, "REPLICA_PASSWORD", WRONG));
        environment.put("OTHER_PORT", String.valueOf(others.replica().port()));
        DeploymentServer server = DeploymentServer.ofBuild(
                TestServers.running(),
                "shared-odd",
                DataSources.WITHOUT_REPLICA,
                DataSources.AS_CONFIGURED,
                DataSources.OWN_PASSWORDS,
                DataSources.SMALL_POOLS,
                DataSources.XA_PRIMARY,
                DataSources.REPLICA_IN_JTA_XA_PRIMARY,
                DataSources.EXCHANGED,
                DataSources.OTHER_REPLICA,
                DataSources.UNKNOWN_HOST);
        server.start(environment, Variants.REDIS, "TIDEMARK_TOKEN_KEY");
        Odd started = new Odd(server, others);
        odd = started;
        return started;
    }
}
