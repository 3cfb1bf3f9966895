package io.tidemark.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A group of Redis servers on loopback: a master with a replica, with or without a Sentinel, or a cluster of three masters of
 * which the first has a replica. {@link #close} stops all of them.
 */
public final class RedisGroup implements AutoCloseable {

    private static final Duration TO_AGREE = Duration.ofSeconds(30);
    private static final String PASSWORD = "secret";
    private static final String MASTER = "marks";
    private static final int SLOTS = 16384;
    private static final int BUS = 10000;
    private static final int LEAST_PORT = 11000;
    private static final int PORTS = 3000;

    private final Children children = new Children();
    private final Path work;
    private final List<RedisServer> servers = new ArrayList<>();
    private URI uri = URI.create("redis://none");

    private RedisGroup(Path work) throws IOException {
        this.work = work;
        Directories.delete(work);
        Files.createDirectories(work);
    }

    /** Starts the servers of one kind of group. */
    private interface Start {
        void of(RedisGroup group) throws IOException, InterruptedException;
    }

    private static RedisGroup started(Path work, Start start) throws IOException, InterruptedException {
        RedisGroup group = new RedisGroup(work);
        try {
            start.of(group);
            return group;
        } catch (Throwable failed) {
            group.close();
            throw failed;
        }
    }

    /** {@return a master and a replica that has caught up} The address is that of the master. */
    public static RedisGroup replicated(Path work) throws IOException, InterruptedException {
        return started(work, RedisGroup::startReplicated);
    }

    private void startReplicated() throws IOException, InterruptedException {
        RedisServer master = server("master", List.of("--masterauth", PASSWORD));
        master.start();
        RedisServer replica = server(
                "replica",
                List.of(
                        "--masterauth",
                        PASSWORD,
                        "--replicaof",
                        "127.0.0.1",
                        String.valueOf(master.port()),
                        "--repl-diskless-sync",
                        "yes",
                        "--repl-diskless-sync-delay",
                        "0"));
        replica.start();
        Await.until("the replica of Redis", TO_AGREE, () -> replica.administer("INFO", "replication")
                .contains("master_link_status:up"));
        uri = master.uri();
    }

    /** {@return a master and a replica under a Sentinel, which promotes the replica soon after the loss of the master} */
    public static RedisGroup underSentinel(Path work) throws IOException, InterruptedException {
        return started(work, RedisGroup::startUnderSentinel);
    }

    private void startUnderSentinel() throws IOException, InterruptedException {
        startReplicated();
        int port = freePort();
        Path configuration = work.resolve("sentinel.conf");
        Files.writeString(
                configuration,
                """
                port %d
                bind 127.0.0.1
                requirepass %s
                sentinel monitor %s 127.0.0.1 %d 1
                sentinel auth-pass %s %s
                sentinel down-after-milliseconds %s 500
                sentinel failover-timeout %s 5000
                """
                        .formatted(port, PASSWORD, MASTER, servers.get(0).port(), MASTER, PASSWORD, MASTER, MASTER));
        Child sentinel = children.named("Sentinel", work.resolve("sentinel.log"), Process::destroy);
        sentinel.start(new ProcessBuilder(
                RedisServer.program(work.resolve("master")), configuration.toString(), "--sentinel"));
        sentinel.awaitReady(TO_AGREE, () -> {
            try (RedisConversation conversation = new RedisConversation(port, PASSWORD, TO_AGREE)) {
                conversation.send("INFO", "sentinel");
                return conversation.text().contains("slaves=1");
            }
        });
        uri = URI.create("redis-sentinel://:" + PASSWORD + "@127.0.0.1:" + port + "/" + MASTER);
    }

    /** {@return a cluster, whose address names the last two servers only} */
    public static RedisGroup cluster(Path work) throws IOException, InterruptedException {
        return started(work, RedisGroup::startCluster);
    }

    private void startCluster() throws IOException, InterruptedException {
        List<String> options = List.of(
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "1000",
                "--masterauth",
                PASSWORD,
                "--cluster-require-full-coverage",
                "no",
                "--repl-diskless-sync",
                "yes",
                "--repl-diskless-sync-delay",
                "0");
        for (int i = 0; i < 4; i++) {
            server("node" + i, options).start();
        }
        for (int i = 0; i < 3; i++) {
            List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            IntStream.range(SLOTS * i / 3, SLOTS * (i + 1) / 3)
                    .mapToObj(String::valueOf)
                    .forEach(command::add);
            servers.get(i).administer(command.toArray(String[]::new));
            // Distinct epochs avoid a conflict, which the masters would have to resolve first.
            servers.get(i).administer("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
        }
        for (RedisServer each : servers) {
            each.administer(
                    "CLUSTER",
                    "MEET",
                    "127.0.0.1",
                    String.valueOf(servers.get(1).port()));
        }
        Await.until("the cluster", TO_AGREE, () -> servers.stream().allMatch(this::knowsAll));
        RedisServer replica = servers.get(3);
        replica.administer("CLUSTER", "REPLICATE", servers.get(0).administer("CLUSTER", "MYID"));
        Await.until("the replica in the cluster", TO_AGREE, () -> replica.administer("INFO", "replication")
                .contains("master_link_status:up"));
        uri = URI.create("redis-cluster://:" + PASSWORD + "@"
                + servers.subList(1, 3).stream()
                        .map(each -> "127.0.0.1:" + each.port())
                        .collect(Collectors.joining(",")));
    }

    private boolean knowsAll(RedisServer server) {
        try {
            String state = server.administer("CLUSTER", "INFO");
            return state.contains("cluster_state:ok") && state.contains("cluster_known_nodes:" + servers.size());
        } catch (IOException notYet) {
            return false;
        }
    }

    private RedisServer server(String name, List<String> options) throws IOException {
        RedisServer server = new RedisServer(
                children,
                work.resolve(name),
                work.resolve(name + ".log"),
                freePort(),
                PASSWORD,
                RedisServer.Persistence.NONE,
                RedisServer.Start.with(options));
        servers.add(server);
        return server;
    }

    /** {@return a free port whose bus port is free too} A server of a cluster listens on both. */
    private static int freePort() throws IOException {
        IOException taken = new IOException("No free port");
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = LEAST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            try (ServerSocket first = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    ServerSocket second = new ServerSocket(port + BUS, 1, InetAddress.getLoopbackAddress())) {
                return first.isBound() && second.isBound() ? port : 0;
            } catch (IOException another) {
                taken = another;
            }
        }
        throw taken;
    }

    /** {@return the address, as a value of the setting} */
    public URI uri() {
        return uri;
    }

    /** {@return the password of every server} */
    public String password() {
        return PASSWORD;
    }

    /** {@return the first master} */
    public RedisServer master() {
        return servers.get(0);
    }

    /** {@return the replica of the first master} */
    public RedisServer replica() {
        return servers.get(servers.size() - 1);
    }

    /** {@return all servers that were masters at the start} */
    public List<RedisServer> masters() {
        return servers.subList(0, servers.size() - 1);
    }

    /** {@return whether the replica is now a master} */
    public boolean failedOver() throws IOException {
        return replica().administer("INFO", "replication").contains("role:master");
    }

    /** {@return all servers} */
    public List<RedisServer> servers() {
        return List.copyOf(servers);
    }

    @Override
    public void close() {
        children.close();
    }
}
