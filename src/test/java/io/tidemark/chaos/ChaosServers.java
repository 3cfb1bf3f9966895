package io.tidemark.chaos;

import io.tidemark.chaos.ChaosClient.Node;
import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Await;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Port;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A primary, two replicas, a Redis, and two application servers with the same application. */
final class ChaosServers {

    private static final Map<String, String> SETTINGS = Map.of(
            "TIDEMARK_REPLICA_JNDI", "jdbc/replica, jdbc/replica-2",
            "TIDEMARK_HEADERS", "true",
            "TIDEMARK_FUNCTIONS_SAFE", "slow",
            "THINGS_OPERATOR_PASSWORD", "operator");

    /** Lets a read take long without load. The nodes read its declaration when they start. */
    private static final String SLOW_FUNCTION = "CREATE FUNCTION slow() RETURNS integer STABLE LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_sleep(0.25); RETURN 1; END'";

    private static final int NODES = 2;
    private static final Duration TO_USE = Duration.ofSeconds(30);

    private final Servers own;
    private final ChaosLinks links;
    private final ReadPath reads = new ReadPath();
    private volatile PostgresServer primary;
    private final List<ApplicationServer> nodes = new ArrayList<>();
    private final List<Node> addresses = new ArrayList<>();

    private ChaosServers(Servers own) throws IOException {
        this.own = own;
        this.links = new ChaosLinks(own, NODES);
        this.primary = own.primary();
    }

    static ChaosServers start(Path application) throws Exception {
        ChaosServers servers = new ChaosServers(OwnServers.start("chaos", 2));
        try {
            servers.links.moveReplication(servers.own);
            servers.own.onPrimary(SLOW_FUNCTION);
            servers.awaitReplicas();
            servers.startNodes(application);
            return servers;
        } catch (Throwable failed) {
            servers.stop();
            throw failed;
        }
    }

    private void startNodes(Path application) throws Exception {
        for (int number = 1; number <= NODES; number++) {
            ApplicationServer node = TestServers.applicationServer(
                    "chaos-node-" + number,
                    DataSources.AS_CONFIGURED,
                    application,
                    Port.anyFree("the application server"),
                    Port.anyFree("the application server's management"));
            nodes.add(node);
            addresses.add(new Node(Incident.NODE + "-" + number, node.uri(), new AtomicBoolean(true)));
        }
        CompletableFuture<Void> beside =
                CompletableFuture.runAsync(() -> startOrFail(1), command -> new Thread(command, "start-node").start());
        startNode(0);
        beside.join();
    }

    private void startOrFail(int index) {
        try {
            startNode(index);
        } catch (Exception failed) {
            throw new CompletionException(failed);
        }
    }

    private void startNode(int index) throws Exception {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(links.environment(index + 1));
        OwnServers.startDemo(nodes.get(index), own, settings);
        // The first list of a server loads many classes, which takes seconds on a busy machine. Its result does not
        // matter here.
        answer(addresses.get(index), "things?limit=1000");
    }

    /** Kills an application server. The clients go on to use it, until it is started again. */
    void killNode(int index) throws Exception {
        nodes.get(index).kill();
    }

    /** Starts an application server that was killed. The clients use it again when it is ready. */
    void restartNode(int index) throws Exception {
        AtomicBoolean serving = addresses.get(index).serving();
        serving.set(false);
        startNode(index);
        serving.set(true);
    }

    /** {@return the addresses of the application servers, which survive their restarts} */
    List<Node> nodes() {
        return addresses;
    }

    /** {@return the server that accepts writes now} */
    PostgresServer primary() {
        return primary;
    }

    /** Leads new connections of the nodes to another server, which has been promoted. */
    void replacePrimary(PostgresServer promoted) {
        primary = promoted;
        links.wayToPrimary().lead(promoted.port());
    }

    Servers own() {
        return own;
    }

    /** {@return the network between the servers} */
    ChaosLinks links() {
        return links;
    }

    /** {@return the path of the clients' reads, which faults may change} */
    ReadPath reads() {
        return reads;
    }

    PostgresServer replica(int number) {
        return own.replica(number);
    }

    /** {@return the database servers by the names of the faults' targets} */
    Map<String, PostgresServer> databases() {
        return Map.of("primary", own.primary(), "replica-1", replica(1), "replica-2", replica(2));
    }

    /**
     * Waits until both replicas have all commits. A node may still avoid one that has failed often (quarantine). After a promotion,
     * no replica follows the primary.
     */
    void awaitReplicas() throws Exception {
        if (!primary().equals(own.primary())) {
            return;
        }
        for (PostgresServer replica : own.postgres().replicas()) {
            own.postgres().awaitReplica(replica);
        }
    }

    /** Waits until both nodes use both replicas. */
    void awaitUse() throws Exception {
        for (Node node : nodes()) {
            Await.until(
                    node.name() + " with both replicas",
                    TO_USE,
                    () -> answer(node, "tidemark/status").split("\"eligible\":true", -1).length == 3);
        }
    }

    private static String answer(Node node, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(node.uri().resolve(path))
                                .timeout(TO_USE)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** Stops all servers. */
    void stop() throws InterruptedException {
        for (ApplicationServer node : nodes) {
            node.stop();
        }
        links.close();
        own.close();
    }
}
