package io.tidemark.bench;

import io.tidemark.assembly.FakeReplication;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.cdi.BenchmarkFeed;
import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.jdbc.ScriptedReplicaPool;
import io.tidemark.jdbc.SentStatements;
import io.tidemark.jdbc.StatementObservers;
import io.tidemark.jdbc.physical.PrimaryPool;
import io.tidemark.jdbc.physical.ReplicaPool;
import io.tidemark.marks.FakeMarkStore;
import io.tidemark.marks.StoreSettings;
import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.routing.Decision;
import io.tidemark.routing.RouteCounters;
import io.tidemark.routing.Router;
import io.tidemark.routing.RouterSettings;
import io.tidemark.routing.Scopes;
import io.tidemark.sql.Classifier;
import io.tidemark.sql.Statements;
import io.tidemark.telemetry.StatementFeed;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.time.Ticker;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The routed data source of an application over two pools. Only the answers from the network are simulated. */
final class Replication implements AutoCloseable {

    /** The store's clock stands still. With the usual tolerance it would count as set back, and the store not be used. */
    private static final StoreSettings STOPPED_CLOCK =
            new StoreSettings(OnUnsafe.WARN, Duration.ofDays(1), Duration.ofSeconds(1));

    private final FakeServer primaryServer = new FakeServer();
    private final ReplicationAssembly assembly;
    private final Scopes scopes = new Scopes();
    private final RoutedDataSource source;

    /**
     * Starts with all servers up, the replicas caught up, and a write of alice.
     *
     * @param replicas the number of replicas, which share one pool
     */
    Replication(DataSource primaryPool, DataSource replicaPool, int replicas) throws ServerFault {
        this(
                primaryPool,
                replicaPool,
                replicas,
                RouterSettings.ReadPolicy.REPLICA,
                Telemetry.NONE,
                BenchmarkFeed.to(new StatementFeed()));
    }

    /** Starts in the same state, with another policy for reads, and with observers of statements as an application has them. */
    Replication(
            DataSource primaryPool,
            DataSource replicaPool,
            int replicas,
            RouterSettings.ReadPolicy policy,
            Telemetry telemetry,
            SentStatements sent)
            throws ServerFault {
        List<FakeServer> servers =
                Stream.generate(FakeServer::new).limit(replicas).toList();
        List<ReplicaSource> sources = IntStream.range(0, replicas)
                .mapToObj(i -> ReplicaSource.of(ReplicaName.of("replica-" + i), servers.get(i)))
                .toList();
        assembly = FakeReplication.over(
                new ReplicationPorts(primaryServer, sources, new FakeMarkStore(), new FakeBackends(), telemetry),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                STOPPED_CLOCK,
                Ticker.SYSTEM);
        Router router = new Router(
                scopes,
                () -> Optional.of("alice"),
                Transactions.none(),
                Optional.of(assembly.replication()),
                new RouterSettings(policy, Duration.ofMillis(20), Duration.ofSeconds(1), 1.25),
                Ticker.SYSTEM,
                new RouteCounters(),
                observer(telemetry));
        Classifier classifier = new Classifier();
        // Without a catalogue, any relation may be a view that asks for the time.
        classifier.learn(Statements.catalogue());
        source = new RoutedDataSource(
                PrimaryPool.alone(primaryPool),
                sources.stream()
                        .<ReplicaPool>map(replica -> new ScriptedReplicaPool(replica.name(), replicaPool))
                        .toList(),
                router,
                classifier,
                new StatementObservers(sent, Optional.empty()));
        Position position = new Position(1, new Lsn(100));
        primaryServer.answers(position);
        servers.forEach(server -> server.answers(position));
        daemon(assembly.primary());
        assembly.replicas().watches().forEach(Replication::daemon);
        assembly.primary().positionAfterNow();
        assembly.replicas().watches().forEach(replica -> replica.awaitPoll(Duration.ofSeconds(10)));
        router.beginWrite().afterCommit();
    }

    /** As in {@code io.tidemark.cdi.ApplicationAssembly}. */
    private static Consumer<Decision> observer(Telemetry telemetry) {
        return telemetry == Telemetry.NONE
                ? decision -> {}
                : decision -> telemetry.statementSent(
                        decision.reason(), decision.replica().map(ReplicaName::text));
    }

    private static void daemon(Runnable poller) {
        Thread thread = new Thread(poller);
        thread.setDaemon(true);
        thread.start();
    }

    DataSource source() {
        return source;
    }

    Scopes scopes() {
        return scopes;
    }

    @Override
    public void close() {
        assembly.close();
    }
}
