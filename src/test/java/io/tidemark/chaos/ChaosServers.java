package io.tidemark.chaos;

import io.tidemark.chaos.ChaosClient.Node;
import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Await;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TcpProxy;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.net.URI;
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
            "THINGS_OPERATOR_PASSWORD", "operator");
    private static final Duration TO_USE = Duration.ofSeconds(30);

    private final Servers own;
    private final TcpProxy wayToPrimary;
    private final List<ApplicationServer> nodes = new ArrayList<>();
    private final List<Node> addresses = new ArrayList<>();

    private ChaosServers(Servers own) throws IOException {
        this.own = own;
        this.wayToPrimary = new TcpProxy(own.primary().port());
    }

    static ChaosServers start(Path application) throws Exception {
        ChaosServers servers = new ChaosServers(OwnServers.start("chaos", 2));
        try {
            servers.startNodes(application);
            return servers;
        } catch (Throwable failed) {
            servers.stop();
            throw failed;
        }
    }

    private void startNodes(Path application) throws Exception {
        for (int number = 1; number <= 2; number++) {
            ApplicationServer node = TestServers.applicationServer(
                    "chaos-node-" + number,
                    DataSources.AS_CONFIGURED,
                    application,
                    OwnServers.port("the application server"),
                    OwnServers.port("the application server's management"));
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
        settings.put("PRIMARY_PORT", String.valueOf(wayToPrimary.port()));
        OwnServers.startDemo(nodes.get(index), own, settings);
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

    Servers own() {
        return own;
    }

    /** {@return the proxy through which the nodes reach the primary} */
    TcpProxy wayToPrimary() {
        return wayToPrimary;
    }

    PostgresServer replica(int number) {
        return own.replica(number);
    }

    /** {@return the database servers by the names of the faults' targets} */
    Map<String, PostgresServer> databases() {
        return Map.of("primary", own.primary(), "replica-1", replica(1), "replica-2", replica(2));
    }

    /** Waits until both replicas have all commits. A node may still avoid one that has failed often (quarantine). */
    void awaitReplicas() throws Exception {
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
                    () -> status(node).split("\"eligible\":true", -1).length == 3);
        }
    }

    private static String status(Node node) throws Exception {
        URI status = node.uri().resolve("tidemark/status");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(status)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** Stops all servers. */
    void stop() throws InterruptedException {
        for (ApplicationServer node : nodes) {
            node.stop();
        }
        wayToPrimary.close();
        own.close();
    }
}
