package io.tidemark.it.support;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Deploys variants of an application, one after another, on one application server. This is faster than a server for each
 * variant.
 */
public final class Variants {

    /** The variable with the address of Redis, which the environment of a server for variants must not have. */
    static final String REDIS = "TIDEMARK_REDIS_URI";

    /** Uses a variant while it is deployed. */
    public interface Use {
        void of(Http http) throws Exception;
    }

    private final DeploymentServer server;

    private Variants(DeploymentServer server) {
        this.server = server;
    }

    /** {@return the variants on a running server} */
    public static Variants of(DeploymentServer server) {
        return new Variants(server);
    }

    /**
     * {@return the archive with settings in its properties file} The address of Redis is one of them, because the
     * environment, which takes precedence, has none.
     */
    private static WebArchive withSettings(WebArchive archive, Map<String, String> settings) {
        StringBuilder lines = new StringBuilder("tidemark.headers=true\n");
        settings.forEach((key, value) -> lines.append(key + "=" + value + "\n"));
        if (!settings.containsKey("tidemark.redis.uri")) {
            lines.append("tidemark.redis.uri=" + TestServers.running().redis().uri() + "\n");
        }
        return archive.addAsResource(new StringAsset(lines.toString()), "META-INF/microprofile-config.properties");
    }

    /**
     * Asserts that a variant is not deployed, and that the log has the message.
     *
     * @return the log of the attempt
     */
    public String assertRefused(String name, WebArchive variant, Map<String, String> settings, String message)
            throws Exception {
        int before = server.log().length();
        assertFalse(server.tryToDeploy(file(name, variant, settings)), name + " was deployed");
        Awaiting.until(
                name + " is refused with: " + message, () -> since(before).contains(message));
        return since(before);
    }

    /**
     * Deploys a variant, uses it, and undeploys it.
     *
     * @return the log of that time
     */
    public String deploy(String name, WebArchive variant, Map<String, String> settings, Use use) throws Exception {
        int before = server.log().length();
        server.deploy(file(name, variant, settings));
        try {
            use.of(new Http(server.uri(name)));
            return since(before);
        } finally {
            server.undeploy(name + ".war");
        }
    }

    private String since(int before) {
        return server.log().substring(before);
    }

    private static Path file(String name, WebArchive variant, Map<String, String> settings) throws IOException {
        return Deployments.exported(withSettings(variant, settings), name + ".war");
    }

    /** {@return a client of the server's health} */
    public Http health() {
        return new Http(server.health());
    }

    /** {@return the log so far} */
    public String log() {
        return server.log();
    }
}
