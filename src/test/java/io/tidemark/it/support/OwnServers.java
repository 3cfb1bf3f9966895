package io.tidemark.it.support;

import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Balancer;
import io.tidemark.servers.Logins;
import io.tidemark.servers.Ports;
import io.tidemark.servers.Servers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A set of servers for one test that changes them permanently, for example by a promotion or by lost writes. */
public final class OwnServers {

    private OwnServers() {}

    /** Starts a set with one replica. */
    public static Servers start(String name) throws Exception {
        return start(name, 1);
    }

    /** Starts a set with a number of replicas, all of which stream from the primary. */
    public static Servers start(String name, int replicas) throws Exception {
        Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        Path target = checkout.resolve("target");
        return Servers.start(
                new Servers.Place(
                        checkout,
                        target.resolve("servers"),
                        target.resolve("it-own").resolve(name)),
                Ports.free(replicas),
                Logins.ofTests(System.getenv()),
                line -> {});
    }

    /** Starts the demo on these servers, with a public status and additional environment variables. */
    public static void startDemo(ApplicationServer server, Servers own, Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(own.environment());
        environment.put("THINGS_STATUS_OPEN", "true");
        environment.putAll(more);
        server.start(environment, "/tidemark/status");
    }

    /** {@return a copy of the data source that connects through the balancer} */
    public static DataSource through(Balancer balancer, DataSource like) {
        PGSimpleDataSource source = (PGSimpleDataSource) like;
        source.setPortNumbers(new int[] {balancer.port()});
        return source;
    }
}
