package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.CountedPolls;
import io.tidemark.it.support.Node;
import io.tidemark.it.support.OwnServers;
import io.tidemark.it.support.RoundPool;
import io.tidemark.postgres.PostgresReplica;
import io.tidemark.servers.Balancer;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.Replicas;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Tests {@code ReplicaSelection} and {@code PolledReplayWait} with many concurrent reads, and a balancer beside a replica. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("standalone")
class ReplicaSetIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int HOT = 16;
    private static final int WAITING = 200;

    /** The pause between two polls while a read waits. */
    private static final long QUICK_MILLIS = 5;

    private Servers own;

    @BeforeAll
    void start() throws Exception {
        own = OwnServers.start("replica-set", 3);
    }

    @AfterAll
    void stop() {
        own.close();
    }

    @AfterEach
    void resumeAll() throws Exception {
        for (PostgresServer replica : own.postgres().replicas()) {
            own.postgres().resumeReplay(replica);
        }
    }

    private Node node(Duration wait, Node.Replica... replicas) {
        return new Node(
                own.primary().application(),
                own.primary().application(),
                List.of(replicas),
                own.redis().uri(),
                Node.Options.usual().waiting(wait));
    }

    private Node.Replica replica(int number) {
        return Node.Replica.of("replica-" + number, own.replica(number).application());
    }

    /** With a load factor of 1.25, a replica has at most 10 of 16 reads in flight. Each holds its connection until the end. */
    @Test
    void aHotCallersReadsUseBothReplicas() throws Exception {
        CyclicBarrier begun = new CyclicBarrier(2);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(HOT);
        try (Node node = node(SHORT, replica(1), replica(2))) {
            node.awaitReplicas();
            List<Future<Boolean>> reads = new ArrayList<>();
            for (int i = 0; i < HOT; i++) {
                reads.add(threads.submit(() -> node.as("alice", connection -> hold(connection, begun, end))));
                begun.await();
            }
            int first = sessions(own.replica(1));
            int second = sessions(own.replica(2));
            end.countDown();
            for (Future<Boolean> read : reads) {
                assertTrue(read.get());
            }
            assertEquals(HOT, first + second);
            assertTrue(Math.max(first, second) <= 10, first + " and " + second);
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean hold(Connection connection, CyclicBarrier begun, CountDownLatch end) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 'hot'")) {
            begun.await();
            end.await();
            return row.next();
        } catch (InterruptedException | BrokenBarrierException over) {
            throw new IllegalStateException(over);
        }
    }

    private static int sessions(PostgresServer replica) throws Exception {
        return Integer.parseInt(replica.query("SELECT count(*) FROM pg_stat_activity WHERE query = $$SELECT 'hot'$$"));
    }

    @Test
    void twoHundredReadsThatWaitShareThePolls() throws Exception {
        CountedPolls polls = new CountedPolls(new PostgresReplica(own.replica(1).application(), TIMEOUT));
        Node.Replica replica = new Node.Replica(
                ReplicaName.of("replica-1"),
                RoundPool.bounded(10, own.replica(1).application()),
                polls);
        ExecutorService threads = Executors.newFixedThreadPool(WAITING);
        try (Node node = node(Duration.ofSeconds(30), replica)) {
            node.awaitReplica("alice");
            own.postgres().pauseReplay(own.replica(1));
            node.writes("alice", "INSERT INTO things (color) VALUES ('awaited')");
            List<Future<String>> reads = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                reads.add(threads.submit(
                        () -> node.read("alice", "SELECT count(*) FROM things WHERE color = 'awaited'")));
            }
            Awaiting.until("all wait", () -> waiting() == WAITING);
            assertFewPolls(polls);
            own.postgres().resumeReplay(own.replica(1));
            for (Future<String> read : reads) {
                assertEquals("1", read.get());
            }
            assertEquals(Collections.nCopies(WAITING, Reason.CAUGHT_UP), node.reasons());
        } finally {
            threads.shutdownNow();
        }
    }

    private static long waiting() {
        return Thread.getAllStackTraces().values().stream()
                .filter(frames -> Stream.of(frames)
                        .anyMatch(frame -> frame.getClassName().equals("io.tidemark.wal.PolledReplayWait")))
                .count();
    }

    /** Counts a hundred polls, and asserts that they did not follow each other faster than for a single read. */
    private static void assertFewPolls(CountedPolls polls) {
        int before = polls.count();
        long begun = System.nanoTime();
        Awaiting.until("a hundred polls", () -> polls.count() >= before + 100);
        int counted = polls.count() - before;
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        assertTrue(counted <= millis / QUICK_MILLIS + 2, counted + " polls in " + millis + " ms");
    }

    @Test
    void twoReplicasBehindABalancerServeNextToAThird() throws Exception {
        try (Balancer balancer =
                        new Balancer(own.replica(1).port(), own.replica(2).port());
                Node node = node(SHORT, Node.Replica.of("balanced", balanced(balancer)), replica(3))) {
            node.awaitReplicas();
            for (PostgresServer paused : own.postgres().replicas()) {
                own.postgres().pauseReplay(paused);
                assertReadOnReplicas(node, "paused " + paused.name());
                own.postgres().resumeReplay(paused);
            }
            own.replica(3).stop();
            assertReadOnReplicas(node, "the third is gone");
            own.replica(3).start();
            balancer.lead();
            assertReadOnReplicas(node, "the balanced are gone");
        }
    }

    @Test
    void aReplicaOfAnotherClusterAmongGoodOnesServesNothing() throws Exception {
        DataSource foreign = TestServers.running().replica().application();
        try (Node node = node(SHORT, Node.Replica.of("foreign", foreign), replica(1), replica(2))) {
            assertReadOnReplicas(node, "foreign");
            String problem = node.replica().problem().orElse("");
            assertTrue(problem.contains("foreign: It belongs to cluster "), problem);
            assertTrue(problem.contains("expected a streaming replica of this primary"), problem);
        }
    }

    @Test
    void oneServerUnderTwoNamesIsNamedOnce() throws Exception {
        Logger logger = Logger.getLogger(Replicas.class.getName());
        List<String> warnings = Collections.synchronizedList(new ArrayList<>());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().equals(Level.WARNING)) {
                    warnings.add(MessageFormat.format(entry.getMessage(), entry.getParameters()));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        DataSource same = own.replica(1).application();
        try (Node node = node(SHORT, replica(1), Node.Replica.of("again", same))) {
            node.awaitReplicas();
            assertReadOnReplicas(node, "again");
            assertEquals(1, warnings.size(), warnings.toString());
            String warning = warnings.get(0);
            assertTrue(warning.contains("replica-1") && warning.contains("again"), warning);
            assertTrue(warning.contains("are the same server"), warning);
        } finally {
            logger.removeHandler(handler);
        }
    }

    private DataSource balanced(Balancer balancer) throws Exception {
        return RoundPool.of(5, OwnServers.through(balancer, own.replica(1).application()));
    }

    /** Each of ten callers writes and reads its row, most of them on a replica. */
    private static void assertReadOnReplicas(Node node, String color) throws Exception {
        Awaiting.until("reads on a replica", () -> node.reasonOfARead("alice") == Reason.CAUGHT_UP);
        List<List<Reason>> onReplica = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String caller = color + i;
            node.writes(caller, "INSERT INTO things (color) VALUES ('" + caller + "')");
            for (int read = 0; read < 3; read++) {
                String found = node.read(caller, "SELECT count(*) FROM things WHERE color = '" + caller + "'");
                List<Reason> reasons = node.reasons();
                assertEquals("1", found, reasons.toString());
                onReplica.add(reasons);
            }
        }
        onReplica.removeIf(reasons -> !reasons.equals(List.of(Reason.CAUGHT_UP)));
        assertTrue(onReplica.size() >= 20, color + ": of 30 reads on replicas: " + onReplica.size());
    }
}
