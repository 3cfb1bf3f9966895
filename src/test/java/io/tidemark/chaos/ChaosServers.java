package io.tidemark.chaos;

import io.tidemark.chaos.ChaosClient.Node;
import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Await;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A primary, two replicas, a Redis, and two application servers with the same application. */
final class ChaosServers {

    private static final Map<String, String> SETTINGS = Map.of(
            "TIDEMARK_REPLICA_JNDI", "jdbc/replica, jdbc/replica-2",
            "TIDEMARK_HEADERS", "true",
            "THINGS_OPERATOR_PASSWORD", "operator");
    private static final Duration TO_RECOVER = Duration.ofSeconds(60);

    private final Servers own;
    private final List<ApplicationServer> nodes = new ArrayList<>();

    private ChaosServers(Servers own) {
        this.own = own;
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
            nodes.add(TestServers.applicationServer(
                    "chaos-node-" + number,
                    DataSources.AS_CONFIGURED,
                    application,
                    OwnServers.port("the application server"),
                    OwnServers.port("the application server's management")));
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

    void startNode(int index) throws Exception {
        OwnServers.startDemo(nodes.get(index), own, SETTINGS);
    }

    ApplicationServer node(int index) {
        return nodes.get(index);
    }

    /** {@return the addresses of the application servers, which survive their restarts} */
    List<Node> nodes() {
        return List.of(
                new Node(Incident.NODE + "-1", nodes.get(0).uri()),
                new Node(Incident.NODE + "-2", nodes.get(1).uri()));
    }

    Servers own() {
        return own;
    }

    PostgresServer replica(int number) {
        return own.replica(number);
    }

    /** Waits until both replicas have all commits, and both nodes find both of them eligible. */
    void awaitRecovery() throws Exception {
        for (PostgresServer replica : own.postgres().replicas()) {
            own.postgres().awaitReplica(replica);
        }
        for (Node node : nodes()) {
            Await.until(
                    node.name() + " with both replicas",
                    TO_RECOVER,
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
        own.close();
    }
}
