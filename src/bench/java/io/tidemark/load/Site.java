package io.tidemark.load;

import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Logins;
import io.tidemark.servers.Ports;
import io.tidemark.servers.Servers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL with replicas, Redis, and one application server for each application. Closing it stops all. */
final class Site implements AutoCloseable {

    private final Servers servers;
    private final Path work;
    private final List<String> jvm;
    private @Nullable Pgpool pgpool;

    private Site(Servers servers, Path work, List<String> jvm) {
        this.servers = servers;
        this.work = work;
        this.jvm = jvm;
    }

    /**
     * An application on a server of its own.
     *
     * @param application its address, with a slash at the end
     */
    record Node(DeploymentServer server, URI application) {}

    /** Starts the database servers, with the users' things. */
    static Site start(LoadOptions options, String name) throws Exception {
        Path work = options.work().resolve(name);
        Servers servers = Servers.start(
                new Servers.Place(options.checkout(), options.checkout().resolve("target/servers"), work),
                Ports.free(options.policies().stream()
                        .mapToInt(Policy::replicas)
                        .max()
                        .orElse(1)),
                Logins.ofTests(System.getenv()),
                line -> {});
        Site site = new Site(servers, work, options.jvm());
        servers.onPrimary("INSERT INTO things (id, color) SELECT n, 'old' FROM generate_series(" + Kind.FIRST_ID + ", "
                + (Kind.FIRST_ID + Kind.USERS - 1) + ") n");
        servers.onPrimary("VACUUM ANALYZE things");
        return site;
    }

    /** Starts an application server with one application, whose name is that of the WAR. */
    Node node(String kind, Path war, Map<String, String> environment) throws IOException, InterruptedException {
        String name = war.getFileName().toString().replace(".war", "");
        DeploymentServer server = DeploymentServer.of(servers, kind, kind + "-" + name, jvm);
        Map<String, String> all = new HashMap<>(Map.of("TIDEMARK_HEADERS", "false"));
        all.putAll(environment);
        server.start(all);
        return new Node(server, deploy(server, war));
    }

    /** {@return the address of another application, deployed on the same application server} */
    static URI deploy(DeploymentServer server, Path war) throws IOException, InterruptedException {
        server.deploy(war);
        return server.uri(war.getFileName().toString().replace(".war", ""));
    }

    Servers servers() {
        return servers;
    }

    /** Waits until the replica has replayed everything, and sets the time by which it replays late from now on. */
    void lag(int millis) throws SQLException, InterruptedException {
        servers.postgres().awaitReplica();
        servers.replica().execute("ALTER SYSTEM SET recovery_min_apply_delay = " + millis);
        servers.replica().execute("SELECT pg_reload_conf()");
    }

    /** {@return the processor time of all servers but those of other applications} */
    Usage usage(DeploymentServer node) {
        return Usage.now(node.pid(), servers, Optional.ofNullable(pgpool));
    }

    /** Starts pgpool-II, and returns its port. */
    int startPgpool() throws IOException, InterruptedException {
        Pgpool started = Pgpool.start(servers, work.resolve("pgpool"));
        pgpool = started;
        return started.port();
    }

    @Override
    public void close() {
        Optional.ofNullable(pgpool).ifPresent(Pgpool::close);
        servers.close();
    }
}
