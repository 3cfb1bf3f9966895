package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.assembly.FakeReplication;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.marks.FakeMarkStore;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.postgres.PresumedReplicaCatalogue;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.CatalogueSource;
import io.tidemark.sql.CatalogueUnavailable;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.CollationVersions;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.ReplicaState.Fitness;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.FakeTransactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests a node that starts while the primary is away: the reads that its two replicas serve, and those that they do not. */
@Timeout(20)
class StartWithoutPrimaryTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final ClusterId OTHER = new ClusterId(43);

    private final AtomicLong time = new AtomicLong(Duration.ofHours(1).toNanos());
    private final FakeServer primaryServer = new FakeServer();
    private final List<FakeServer> servers = List.of(new FakeServer(), new FakeServer());
    private final FakeMarkStore marks = new FakeMarkStore();
    private final ReplicationAssembly assembly = FakeReplication.over(
            new ReplicationPorts(
                    primaryServer,
                    List.of(
                            ReplicaSource.of(ReplicaName.of("jdbc/replica-1"), servers.get(0)),
                            ReplicaSource.of(ReplicaName.of("jdbc/replica-2"), servers.get(1))),
                    marks,
                    new FakeBackends()),
            WAIT,
            time::get);
    private final List<ReplicaWatch> replicas = assembly.replicas().watches();
    private final Scopes scopes = new Scopes();
    private Optional<String> caller = Optional.empty();
    private final Router router = new Router(
            scopes,
            () -> caller,
            new FakeTransactions(),
            Optional.of(assembly.replication()),
            new RouterSettings(ReadPolicy.REPLICA, Duration.ZERO, Duration.ofSeconds(1), 1.25),
            time::get,
            new RouteCounters(),
            decision -> {});

    private static Position at(long bytes) {
        return new Position(1, new Lsn(bytes));
    }

    /** Another node has written as alice before. */
    @BeforeEach
    void start() throws StoreUnavailable {
        floorOf(FakeServer.CLUSTER);
        marks.raise(FakeServer.CLUSTER, "alice", at(90), Set.of());
        marks.raise(FakeServer.CLUSTER, "bob", at(150), Set.of());
        marks.addPending(FakeServer.CLUSTER, "carol", "w1", Duration.ofMinutes(1));
        new Thread(assembly.primary()).start();
        replicas.forEach(replica -> new Thread(replica).start());
        assertThrows(ServerFault.class, assembly.primary()::positionAfterNow);
        servers.forEach(server -> server.answers(at(100)));
    }

    private void floorOf(ClusterId cluster) throws StoreUnavailable {
        marks.raiseFloor(cluster, 0, marks.epoch(cluster, 0), at(50));
    }

    @AfterEach
    void end() {
        assembly.close();
    }

    private void pollReplicas() {
        replicas.forEach(replica -> replica.awaitPoll(WAIT));
    }

    /** Polls the replicas, checks the store, and polls the replicas again. */
    private void presume() {
        pollReplicas();
        assembly.store().probe();
        pollReplicas();
    }

    private Reason read(Freshness freshness) {
        Scopes.Binding bound = scopes.route(freshness);
        try {
            return router.routeRead().reason();
        } finally {
            bound.close();
        }
    }

    private Reason read(String who) {
        caller = Optional.of(who);
        return read(Freshness.READ_YOUR_WRITES);
    }

    private void assertNothingServed() {
        assertEquals(Reason.PRIMARY_UNKNOWN, read(Freshness.EVENTUAL));
        assertEquals(Reason.PRIMARY_UNKNOWN, read("alice"));
        assertEquals(Optional.empty(), assembly.primary().presumed().cluster());
    }

    @Test
    void theReadsThatNeedNothingFromThePrimaryAreServed() {
        pollReplicas();
        assertNothingServed();
        presume();
        assertEquals(Reason.EVENTUAL, read(Freshness.EVENTUAL));
        caller = Optional.empty();
        Scopes.Binding request = scopes.carry(new Scope());
        assertEquals(Reason.ANONYMOUS, read(Freshness.READ_YOUR_WRITES));
        request.close();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        String sentence = assembly.primary().presumed().sentence().orElseThrow();
        assertTrue(sentence.startsWith("The primary has not answered yet; replicas of cluster 42 serve"), sentence);
    }

    @Test
    void theCatalogueOfAReplicaIsReadOnlyIfItsClusterIsPresumed() throws CatalogueUnavailable {
        AtomicInteger queries = new AtomicInteger();
        CatalogueSource catalogue = new PresumedReplicaCatalogue(
                assembly.primary().presumed(),
                new CatalogueSource() {
                    @Override
                    public boolean hasChanged() {
                        return queries.incrementAndGet() > 0;
                    }

                    @Override
                    public void read(CatalogueBuilder builder) {
                        queries.incrementAndGet();
                    }
                },
                Duration.ofMillis(1));
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        pollReplicas();
        assertThrows(CatalogueUnavailable.class, catalogue::hasChanged);
        assertThrows(CatalogueUnavailable.class, () -> catalogue.read(builder));
        assertEquals(0, queries.get());
        presume();
        catalogue.read(builder);
        assertTrue(catalogue.hasChanged());
    }

    @Test
    void theOthersAreNot() {
        presume();
        assertEquals(Reason.REPLICA_BEHIND, read("bob"));
        assertEquals(Reason.WRITE_PENDING, read("carol"));
        assertEquals(
                Reason.PRIMARY_UNKNOWN, read("dave"), "his mark may have expired before the replica has replayed it");
        marks.isEmptied();
        assertEquals(Reason.PRIMARY_UNKNOWN, read("alice"), "the floor cannot be raised");
    }

    @Test
    void aMarkOnANewerTimelineIsNotCovered() throws StoreUnavailable {
        marks.raise(FakeServer.CLUSTER, "alice", new Position(2, new Lsn(10)), Set.of());
        presume();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void withoutAFloorForTheirClusterReplicasServeNothing() {
        servers.forEach(server -> server.answers(OTHER, at(100)));
        presume();
        assertNothingServed();
    }

    @Test
    void withoutTheStoreReplicasServeNothing() {
        marks.goesDown();
        presume();
        assertNothingServed();
        marks.comesBack();
        time.addAndGet(Duration.ofSeconds(1).toNanos());
        presume();
        assertEquals(Reason.EVENTUAL, read(Freshness.EVENTUAL));
    }

    @Test
    void replicasOfTwoClustersServeNothing() throws StoreUnavailable {
        floorOf(OTHER);
        servers.get(1).answers(OTHER, at(100));
        presume();
        assertNothingServed();
    }

    @Test
    void aReplicaOfAnotherClusterThatComesLaterEndsThePresumption() {
        servers.get(1).fails(ServerFault.Kind.UNREACHABLE, "down");
        presume();
        assertEquals(Reason.EVENTUAL, read(Freshness.EVENTUAL));
        servers.get(1).answers(OTHER, at(100));
        replicas.get(1).awaitPoll(WAIT);
        pollReplicas();
        assertNothingServed();
    }

    @Test
    void thePrimarysFirstAnswerEndsThePresumptionAtOnce() throws ServerFault {
        presume();
        primaryServer.answers(OTHER, at(100));
        assembly.primary().positionAfterNow();
        assertEquals(Route.PRIMARY, read(Freshness.EVENTUAL).route());
        pollReplicas();
        assertEquals(Fitness.INELIGIBLE, replicas.get(0).state().fitness());
        assertEquals(Optional.empty(), assembly.primary().presumed().sentence());
    }

    @Test
    void onceThePrimaryHasAnsweredEverythingIsServed() throws ServerFault {
        presume();
        primaryServer.answers(at(100));
        assembly.primary().positionAfterNow();
        pollReplicas();
        assertEquals(Reason.CAUGHT_UP, read("dave"));
    }

    @Test
    void aReplicaThatTurnsOutToLagServesNoCallerWithoutAMarkOnceThePrimaryHasAnswered() throws ServerFault {
        presume();
        primaryServer.answers(at(300));
        assembly.primary().positionAfterNow();
        assertNotEquals(Reason.CAUGHT_UP, read("dave"), "before the next poll of the replicas");
        pollReplicas();
        assertNotEquals(Reason.CAUGHT_UP, read("dave"));
    }

    @Test
    void collationsThatDifferFromTheRecordedOnesAreNotServed() {
        presume();
        replicaCollations(Map.of("default", "2.36"), Map.of("default", "2.36"));
        assertEquals(Reason.EVENTUAL, read(Freshness.EVENTUAL));
        replicaCollations(Map.of("default", "2.36"), Map.of("default", "2.31"));
        assertEquals(Reason.PRIMARY_UNKNOWN, read(Freshness.EVENTUAL));
        String problem = replicas.get(0).state().problem().orElseThrow();
        assertTrue(problem.contains("has version 2.36, its catalogue has recorded version 2.31"), problem);
    }

    private void replicaCollations(Map<String, String> actual, Map<String, String> recorded) {
        servers.forEach(server -> server.answers(
                FakeServer.reading(FakeServer.CLUSTER, at(100)).with(new CollationVersions(actual, recorded))));
        pollReplicas();
    }
}
