package io.tidemark.load;

import io.tidemark.assembly.Loop;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.assembly.ReplicationSettings;
import io.tidemark.assembly.ServerNames;
import io.tidemark.it.support.CountedPolls;
import io.tidemark.marks.StoreSettings;
import io.tidemark.postgres.PostgresBackends;
import io.tidemark.postgres.PostgresPrimary;
import io.tidemark.postgres.PostgresReplica;
import io.tidemark.redis.RedisMarks;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.time.Ticker;
import io.tidemark.wal.CollationRule;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.writes.PendingSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Measures how often nodes ask the servers for their positions, with and without reads. The nodes are the core without a container. */
final class Polling {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration HORIZON = Duration.ofHours(1);
    private static final Duration TO_BECOME_IDLE = IDLE.multipliedBy(6);
    private static final Duration COUNTED = Duration.ofSeconds(6);
    private static final Duration BETWEEN_READS = Duration.ofMillis(50);
    private static final int MOST_CONNECTIONS = 400;

    private final Servers servers;
    private final RedisMarks marks;

    private Polling(Servers servers, RedisMarks marks) {
        this.servers = servers;
        this.marks = marks;
    }

    /**
     * The load of a number of nodes on the servers.
     *
     * @param primary positions per second that are asked of the primary
     * @param replica positions per second that are asked of the replica
     * @param time processor time of the primary, in milliseconds per second
     */
    record Row(int nodes, String state, double primary, double replica, double time) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "| %d | %s | %.1f | %.1f | %.1f |", nodes, state, primary, replica, time);
        }
    }

    static List<Row> run(Servers servers) throws Exception {
        // Each node keeps a connection to each server. A standby must not have fewer than its primary.
        for (PostgresServer server : List.of(servers.replica(), servers.primary())) {
            server.execute("ALTER SYSTEM SET max_connections = " + MOST_CONNECTIONS);
            server.restart();
        }
        servers.postgres().awaitReplica();
        List<Row> rows = new ArrayList<>();
        try (RedisMarks marks = new RedisMarks(MarkMemory.settings(servers))) {
            Polling polling = new Polling(servers, marks);
            for (int nodes : List.of(1, 10, 100)) {
                rows.addAll(polling.of(nodes));
            }
        }
        return rows;
    }

    private List<Row> of(int count) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (Nodes nodes = new Nodes(count, IDLE)) {
            rows.add(nodes.counted("reading", true));
            // The length is the setting's own.
            Thread.sleep(TO_BECOME_IDLE.toMillis());
            rows.add(nodes.counted("idle", false));
        }
        try (Nodes nodes = new Nodes(count, POLL)) {
            rows.add(nodes.counted("idle, polled as if reading", false));
        }
        return rows;
    }

    /** Running nodes, which share the store's connections. */
    private final class Nodes implements AutoCloseable {

        private final List<ReplicationAssembly> assemblies = new ArrayList<>();
        private final List<CountedPolls> primaries = new ArrayList<>();
        private final List<CountedPolls> replicas = new ArrayList<>();
        private final ExecutorService threads = Executors.newCachedThreadPool();

        Nodes(int count, Duration idle) {
            ReplicationSettings settings = new ReplicationSettings(
                    POLL,
                    idle,
                    TIMEOUT,
                    HORIZON.dividedBy(2),
                    CollationRule.REQUIRE_SAME,
                    StoreSettings.of(StoreSettings.OnUnsafe.WARN, HORIZON),
                    new PendingSettings(
                            PendingSettings.AnnouncementPolicy.FIRST_WRITE,
                            PendingSettings.OnUnavailable.PROCEED,
                            Duration.ofMinutes(1),
                            TIMEOUT));
            for (int i = 0; i < count; i++) {
                start(settings);
            }
        }

        private void start(ReplicationSettings settings) {
            CountedPolls primary =
                    new CountedPolls(new PostgresPrimary(servers.primary().application(), TIMEOUT));
            CountedPolls replica =
                    new CountedPolls(new PostgresReplica(servers.replica().application(), TIMEOUT));
            ReplicationAssembly assembly = ReplicationAssembly.of(
                    new ReplicationPorts(
                            primary,
                            List.of(ReplicaSource.of(ReplicaName.of("replica"), replica)),
                            marks,
                            new PostgresBackends(servers.primary().application(), TIMEOUT)),
                    ServerNames.PLAIN,
                    settings,
                    Ticker.SYSTEM);
            assembly.serverLoops().stream().map(Loop::work).forEach(threads::execute);
            assembly.storeLoops().stream().map(Loop::work).forEach(threads::execute);
            assemblies.add(assembly);
            primaries.add(primary);
            replicas.add(replica);
        }

        /** Counts the polls for a while, in which each node routes reads or not. */
        Row counted(String state, boolean reading) throws InterruptedException {
            readFor(Duration.ofSeconds(2), reading);
            long begun = System.nanoTime();
            int ofPrimary = sum(primaries);
            int ofReplica = sum(replicas);
            Duration used = ProcessorTime.of(servers.primary().pid());
            readFor(COUNTED, reading);
            double seconds = (System.nanoTime() - begun) / 1e9;
            double millis =
                    ProcessorTime.of(servers.primary().pid()).minus(used).toNanos() / 1e6;
            Row row = new Row(
                    assemblies.size(),
                    state,
                    (sum(primaries) - ofPrimary) / seconds,
                    (sum(replicas) - ofReplica) / seconds,
                    millis / seconds);
            Report.say(row.toString());
            return row;
        }

        private void readFor(Duration time, boolean reading) throws InterruptedException {
            long end = System.nanoTime() + time.toNanos();
            while (end - System.nanoTime() > 0) {
                if (reading) {
                    assemblies.forEach(node -> node.replicas().noteRead());
                }
                Thread.sleep(BETWEEN_READS.toMillis());
            }
        }

        private static int sum(List<CountedPolls> polls) {
            return polls.stream().mapToInt(CountedPolls::count).sum();
        }

        @Override
        public void close() {
            assemblies.forEach(ReplicationAssembly::close);
            threads.shutdownNow();
        }
    }

    /** {@return the rows as a table} */
    static String table(List<Row> rows) {
        StringBuilder text = new StringBuilder(
                """
                | nodes | state | positions/s of the primary | of the replica | processor time of the primary, ms/s |
                |---|---|---|---|---|
                """);
        rows.forEach(row -> text.append(row).append('\n'));
        return text.append('\n').toString();
    }
}
