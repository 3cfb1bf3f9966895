package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.assembly.FakeReplication;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.marks.FakeMarkStore;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.Routing.ReplicaFault;
import io.tidemark.telemetry.ReceivedTelemetry;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.FakeTransactions;
import io.tidemark.writes.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests {@link Router} with three replicas: which one serves a caller, and which one when that one may not. */
@Timeout(60)
class SeveralReplicasTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration REPLICA_WAIT = Duration.ofMillis(250);

    private final AtomicLong time = new AtomicLong(Duration.ofHours(1).toNanos());
    private final FakeServer primaryServer = new FakeServer();
    private final List<FakeServer> servers = List.of(new FakeServer(), new FakeServer(), new FakeServer());
    private final FakeMarkStore marks = new FakeMarkStore();
    private final ReceivedTelemetry telemetry = new ReceivedTelemetry();
    private final ReplicationAssembly assembly = FakeReplication.over(
            new ReplicationPorts(
                    primaryServer,
                    IntStream.range(0, 3)
                            .mapToObj(i -> ReplicaSource.of(ReplicaName.of("jdbc/replica-" + i), servers.get(i)))
                            .toList(),
                    marks,
                    new FakeBackends(),
                    telemetry),
            WAIT,
            time::get);
    private final List<ReplicaWatch> replicas = assembly.replicas().watches();
    private final Scopes scopes = new Scopes();
    private Optional<String> caller = Optional.of("alice");
    private final Router router = new Router(
            scopes,
            () -> caller,
            new FakeTransactions(),
            Optional.of(assembly.replication()),
            new RouterSettings(ReadPolicy.REPLICA, REPLICA_WAIT, Duration.ofSeconds(1), 1.25),
            time::get,
            new RouteCounters(),
            decision -> {});

    private static Position at(long bytes) {
        return new Position(1, new Lsn(bytes));
    }

    @BeforeEach
    void start() throws ServerFault {
        new Thread(assembly.primary()).start();
        replicas.forEach(replica -> new Thread(replica).start());
        primaryServer.answers(at(100));
        assembly.primary().positionAfterNow();
        for (int i = 0; i < 3; i++) {
            replicaAt(i, 100);
        }
    }

    @AfterEach
    void end() {
        assembly.close();
    }

    private void replicaAt(int number, long bytes) {
        servers.get(number).answers(at(bytes));
        replicas.get(number).awaitPoll(WAIT);
    }

    private void replicaFails(int number) {
        servers.get(number).fails(ServerFault.Kind.UNREACHABLE, "gone");
        replicas.get(number).awaitPoll(WAIT);
    }

    private Decision decide(String who) {
        return decide(who, Freshness.READ_YOUR_WRITES);
    }

    private Decision decide(String who, Freshness freshness) {
        caller = Optional.of(who);
        Scopes.Binding bound = scopes.route(freshness);
        try {
            return router.routeRead();
        } finally {
            bound.close();
        }
    }

    /** The number of the replica that serves the caller. */
    private int replicaOf(String who) {
        return number(decide(who));
    }

    private int number(Decision decision) {
        ReplicaName name = decision.replica().orElseThrow(() -> new AssertionError(decision.toString()));
        return IntStream.range(0, 3)
                .filter(i -> replicas.get(i).name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void writes(String who, long primaryThen) {
        caller = Optional.of(who);
        Write write = router.beginWrite();
        primaryServer.answers(at(primaryThen));
        write.afterCommit();
    }

    @Test
    void callersSpreadOverTheReplicasAndEachStaysOnOne() {
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            String who = "caller-" + i;
            int first = replicaOf(who);
            used.add(first);
            assertEquals(first, replicaOf(who));
            assertEquals(first, number(decide(who, Freshness.EVENTUAL)));
        }
        assertEquals(Set.of(0, 1, 2), used);
    }

    @Test
    void aReplicaThatLagsOrIsGoneIsPassedOver() {
        int preferred = replicaOf("alice");
        writes("alice", 200);
        replicaAt((preferred + 1) % 3, 200);
        assertEquals((preferred + 1) % 3, replicaOf("alice"), "the only one that covers the write");
        assertEquals(Reason.CAUGHT_UP, decide("alice").reason());
        replicaAt(preferred, 200);
        assertEquals(preferred, replicaOf("alice"));
        replicaFails(preferred);
        assertEquals((preferred + 1) % 3, replicaOf("alice"));
        replicaFails((preferred + 1) % 3);
        assertEquals(Reason.REPLICA_BEHIND, decide("alice").reason());
        assertEquals((preferred + 2) % 3, number(decide("alice", Freshness.EVENTUAL)));
    }

    @Test
    void aReplicaWithMoreThanItsShareInFlightIsPassedOver() {
        int preferred = replicaOf("alice");
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int next = replicaOf("alice");
            replicas.get(next).inFlight().begin();
            chosen.add(next);
        }
        assertEquals(preferred, chosen.get(0));
        // 1.25 times a third of 12 is 5.
        for (int i = 0; i < 3; i++) {
            assertTrue(replicas.get(i).inFlight().count() <= 5, chosen.toString());
        }
        for (int i = 0; i < 3; i++) {
            while (replicas.get(i).inFlight().count() > 0) {
                replicas.get(i).inFlight().end();
            }
        }
        assertEquals(preferred, replicaOf("alice"));
    }

    @Test
    void aDrainedReplicaServesTheScopesThatUseItAndNoOthers() {
        caller = Optional.of("alice");
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        Decision before = router.routeRead();
        int preferred = number(before);
        replicas.get(preferred).drain();
        assertEquals(before, router.routeRead());
        passes(Duration.ofSeconds(2));
        assertEquals(preferred, number(router.routeRead()), "a new decision of the same scope");
        bound.close();
        assertNotEquals(preferred, replicaOf("alice"));
        replicas.get(preferred).resume();
        assertEquals(preferred, replicaOf("alice"));
        replicas.forEach(ReplicaWatch::drain);
        assertEquals(Reason.REPLICA_INELIGIBLE, decide("alice").reason());
        assertEquals(
                Reason.REPLICA_INELIGIBLE, decide("alice", Freshness.EVENTUAL).reason());
    }

    @Test
    void aFailedReadGoesToEachOtherReplicaThatCoversItsPositionAndThenToThePrimary() {
        writes("alice", 200);
        int preferred = replicaAfterAllReached(200);
        int lagging = (preferred + 1) % 3;
        int other = (preferred + 2) % 3;
        caller = Optional.of("alice");
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        Decision failed = router.routeRead();
        assertEquals(preferred, number(failed));
        replicas.get(lagging).suspect("it restarted");
        replicaAt(lagging, 150);
        List<ReplicaName> tried = new ArrayList<>(failed.replica().stream().toList());
        Decision second = router.reroute(failed, tried, ReplicaFault.CONFLICT, "cancelled");
        assertEquals(other, number(second), "the lagging one does not cover the write");
        assertEquals(failed.required(), second.required());
        tried.addAll(second.replica().stream().toList());
        assertEquals(
                Reason.REPLICA_CONFLICT,
                router.reroute(second, tried, ReplicaFault.CONFLICT, "cancelled")
                        .reason());
        bound.close();
    }

    @Test
    void aFailureThatTheStatementMayCauseGoesToThePrimaryAtOnce() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        Decision failed = router.routeRead();
        List<ReplicaName> tried = failed.replica().stream().toList();
        assertEquals(
                Reason.REPLICA_FAILED,
                router.reroute(failed, tried, ReplicaFault.FAILED, "division by zero")
                        .reason());
        assertNotEquals(
                failed.replica(),
                router.reroute(failed, tried, ReplicaFault.SERVER_FAILED, "disk full")
                        .replica());
        bound.close();
    }

    private int replicaAfterAllReached(long bytes) {
        for (int i = 0; i < 3; i++) {
            replicaAt(i, bytes);
        }
        return replicaOf("alice");
    }

    @Test
    void aReadWaitsForTheFirstReplicaThatReachesItsPosition() throws Exception {
        int preferred = replicaOf("alice");
        int first = (preferred + 1) % 3;
        writes("alice", 200);
        Thread replay = new Thread(() -> servers.get(first).answers(at(200)));
        replay.start();
        assertEquals(first, replicaOf("alice"));
        replay.join();
        writes("alice", 300);
        assertEquals(Reason.REPLICA_BEHIND, decide("alice").reason(), "after the wait");
        WaitCounters waits = router.waits().orElseThrow();
        assertEquals(2, waits.reads());
        assertTrue(waits.time().compareTo(REPLICA_WAIT) >= 0, () -> waits.time().toString());
        decide("bob");
        assertEquals(2, waits.reads());
    }

    @Test
    void afterAQuarantineOneReadIsTheProbe() {
        int preferred = replicaOf("alice");
        Decision failed = decide("alice");
        for (int i = 0; i < 10; i++) {
            router.failedOnReplicaOnly(failed, "bad page");
        }
        assertNotEquals(preferred, replicaOf("alice"));
        passes(Duration.ofSeconds(11));
        assertEquals(preferred, replicaOf("alice"), "the probe");
        assertNotEquals(preferred, replicaOf("alice"), "the others wait for its result");
        router.readSucceeded(failed);
        assertEquals(preferred, replicaOf("alice"));
    }

    @Test
    void aProbeThatFailsBeginsALongerQuarantine() {
        int preferred = replicaOf("alice");
        Decision failed = decide("alice");
        for (int i = 0; i < 10; i++) {
            router.failedOnReplicaOnly(failed, "bad page");
        }
        passes(Duration.ofSeconds(11));
        Decision probe = decide("alice");
        assertEquals(preferred, number(probe));
        router.reroute(probe, probe.replica().stream().toList(), ReplicaFault.SERVER_FAILED, "bad page");
        router.failedOnReplicaOnly(probe, "bad page");
        passes(Duration.ofSeconds(11));
        assertNotEquals(preferred, replicaOf("alice"), "20 s");
        passes(Duration.ofSeconds(10));
        assertEquals(preferred, replicaOf("alice"));
        String quarantine = "quarantine of jdbc/replica-" + preferred;
        assertEquals(List.of(quarantine + " FAILED_READS", quarantine + " FAILED_PROBE"), quarantines());
    }

    @Test
    void aReplicaThatComesAndGoesIsQuarantined() {
        int preferred = replicaOf("alice");
        replicaFails(preferred);
        replicaAt(preferred, 100);
        assertEquals(preferred, replicaOf("alice"));
        // The start of the server is a change only if the primary was polled later.
        for (int i = 0; i < 2; i++) {
            replicaFails(preferred);
            replicaAt(preferred, 100);
        }
        assertNotEquals(preferred, replicaOf("alice"));
        String problem = replicas.get(preferred).state().problem().orElse("");
        assertTrue(problem.contains("5 times within 60 s"), problem);
        assertEquals(List.of("quarantine of jdbc/replica-" + preferred + " CHANGES"), quarantines());
    }

    private List<String> quarantines() {
        return telemetry.events().stream()
                .filter(event -> event.startsWith("quarantine"))
                .toList();
    }

    /** Advances the time here and in the store, and polls all servers. */
    private void passes(Duration duration) {
        time.addAndGet(duration.toNanos());
        marks.timePasses(duration);
        try {
            assembly.primary().positionAfterNow();
        } catch (ServerFault fault) {
            throw new IllegalStateException(fault);
        }
        replicas.forEach(replica -> replica.awaitPoll(WAIT));
    }
}
