package io.tidemark.load;

import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Logins;
import io.tidemark.servers.Ports;
import io.tidemark.servers.Servers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL with a replica, Redis, and one application server for each application. Closing it stops all. */
final class Site implements AutoCloseable {

    /** C2 compiles, as in production. The serial collector has no threads of its own, whose time would vary. */
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m");

    private final Servers servers;
    private final List<DeploymentServer> nodes = new ArrayList<>();

    private Site(Servers servers) {
        this.servers = servers;
    }

    /**
     * An application on a server of its own.
     *
     * @param application its address, with a slash at the end
     */
    record Node(DeploymentServer server, URI application) {}

    /** Starts the database servers, with the users' things. */
    static Site start(LoadOptions options, String name) throws Exception {
        Site site = new Site(Servers.start(
                new Servers.Place(
                        options.checkout(),
                        options.checkout().resolve("target/servers"),
                        options.work().resolve(name)),
                new Ports(
                        OwnServers.port("a primary"),
                        OwnServers.port("a replica"),
                        OwnServers.port("a Redis"),
                        OwnServers.port("an application")),
                Logins.ofTests(System.getenv()),
                line -> {}));
        site.servers.onPrimary("INSERT INTO things (id, color) SELECT n, 'old' FROM generate_series(" + Kind.FIRST_ID
                + ", " + (Kind.FIRST_ID + Kind.USERS - 1) + ") n");
        site.servers.onPrimary("VACUUM ANALYZE things");
        return site;
    }

    /** Starts an application server with one application, whose name is that of the WAR. */
    Node node(String kind, Path war, Map<String, String> environment) throws IOException, InterruptedException {
        String name = war.getFileName().toString().replace(".war", "");
        DeploymentServer server = DeploymentServer.of(servers, kind, kind + "-" + name, JVM);
        nodes.add(server);
        Map<String, String> all = new HashMap<>(Map.of("TIDEMARK_HEADERS", "false"));
        all.putAll(environment);
        server.start(all);
        server.deploy(war);
        return new Node(server, server.uri(name));
    }

    Servers servers() {
        return servers;
    }

    /** Sets the time by which the replica replays late. */
    void lag(int millis) throws SQLException {
        servers.replica().execute("ALTER SYSTEM SET recovery_min_apply_delay = " + millis);
        servers.replica().execute("SELECT pg_reload_conf()");
    }

    /** Stops the application servers. */
    void stopNodes() throws InterruptedException {
        for (DeploymentServer node : nodes) {
            node.stop();
        }
        nodes.clear();
    }

    @Override
    public void close() {
        servers.close();
    }
}
