package io.tidemark.cdi;

import io.tidemark.assembly.Loop;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.assembly.ServerNames;
import io.tidemark.audit.AuditSettings;
import io.tidemark.audit.ReadAudits;
import io.tidemark.audit.WatchedPositions;
import io.tidemark.jdbc.physical.PrimaryPool;
import io.tidemark.jdbc.physical.ReplicaPool;
import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.MeasuredStore;
import io.tidemark.postgres.PostgresBackends;
import io.tidemark.postgres.PostgresCatalogue;
import io.tidemark.postgres.PostgresPrimary;
import io.tidemark.postgres.PostgresPrimaryPool;
import io.tidemark.postgres.PostgresReplica;
import io.tidemark.postgres.PostgresReplicaPool;
import io.tidemark.postgres.PresumedReplicaCatalogue;
import io.tidemark.postgres.PrimaryConnections;
import io.tidemark.postgres.ReplicaConnections;
import io.tidemark.postgres.WatchedCatalogue;
import io.tidemark.redis.RedisMarks;
import io.tidemark.routing.Router;
import io.tidemark.sql.CatalogueSource;
import io.tidemark.sql.CatalogueWatch;
import io.tidemark.sql.Classifier;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.time.Ticker;
import io.tidemark.wal.MeasuredServer;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.Replicas;
import io.tidemark.writes.PendingEntries;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The {@link ReplicationAssembly} of an application: over PostgreSQL and Redis, with its loops on the container's threads,
 * and with the watch of the catalogue.
 */
final class ContainerReplication implements AutoCloseable {

    /** The longest that a start waits for the first reading of the catalogue, which takes a fraction of it. */
    private static final Duration TO_START = Duration.ofSeconds(4);

    /** Much longer than a reading takes, and no longer than the end of an application should wait for a frozen server. */
    private static final Duration TO_READ_CATALOGUE = Duration.ofSeconds(10);

    /** A few intervals of polls and of checks of the store, after the first poll of a primary that hangs counts as failed. */
    private static final Duration TO_PRESUME = Duration.ofSeconds(1);

    private static final String THREADS = "tidemark-";

    private final ReplicationAssembly assembly;
    private final PrimaryConnections primaryConnections;
    private final List<ReplicaPool> replicaPools;
    private final RedisMarks marks;
    private final CatalogueWatch catalogue;
    private final Optional<ReadAudits> audits;
    private final ContainerThreads onServers;
    private final ContainerThreads onStore;

    ContainerReplication(
            TidemarkSettings settings,
            DataSource primarySource,
            List<ReplicaSetting> replicas,
            Classifier classifier,
            Telemetry telemetry) {
        Duration timeout = settings.replication().serverTimeout();
        this.onServers = new ContainerThreads(timeout.multipliedBy(2));
        this.onStore = new ContainerThreads(timeout.multipliedBy(2));
        this.marks = new RedisMarks(settings.redis());
        JndiDataSources dataSources = JndiDataSources.ofServer();
        List<ReplicaDataSource> sources = replicas.stream()
                .map(ReplicaSetting::jndi)
                .map(dataSources::replica)
                .toList();
        List<ReplicaSource> watched = new ArrayList<>();
        for (int i = 0; i < replicas.size(); i++) {
            ReplicaName name = replicas.get(i).name(replicas);
            watched.add(new ReplicaSource(
                    name,
                    replicas.get(i).weight(),
                    MeasuredServer.of(
                            outsideTransactions(sources.get(i), timeout),
                            Optional.of(name.text()),
                            telemetry,
                            Ticker.SYSTEM)));
        }
        this.assembly = ReplicationAssembly.of(
                new ReplicationPorts(
                        MeasuredServer.of(
                                new PostgresPrimary(primarySource, timeout),
                                Optional.empty(),
                                telemetry,
                                Ticker.SYSTEM),
                        watched,
                        MeasuredStore.of(marks, settings.redis().server(), telemetry, Ticker.SYSTEM),
                        new PostgresBackends(primarySource, timeout),
                        telemetry),
                names(settings),
                settings.replication(),
                Ticker.SYSTEM);
        this.primaryConnections = new PrimaryConnections(assembly.primary());
        List<ReplicaPool> pools = new ArrayList<>();
        for (int i = 0; i < replicas.size(); i++) {
            ReplicaWatch watch = assembly.replicas().watches().get(i);
            pools.add(new PostgresReplicaPool(
                    sources.get(i), new ReplicaConnections(watch, timeout, settings.lockBound())));
        }
        this.replicaPools = List.copyOf(pools);
        this.audits = Optional.of(settings.audit())
                .filter(AuditSettings::audits)
                .map(chosen -> new ReadAudits(chosen, new WatchedPositions(assembly.primary(), assembly.replicas())));
        this.catalogue = new CatalogueWatch(
                new WatchedCatalogue(assembly.primary(), new PostgresCatalogue(primarySource, TO_READ_CATALOGUE)),
                sources.stream()
                        .<CatalogueSource>map(source -> new PresumedReplicaCatalogue(
                                assembly.primary().presumed(),
                                new PostgresCatalogue(source, TO_READ_CATALOGUE),
                                TO_PRESUME.plus(timeout).dividedBy(replicas.size())))
                        .toList(),
                settings.functions(),
                classifier,
                settings.catalogue(),
                Ticker.SYSTEM);
    }

    private static PositionSource outsideTransactions(ReplicaDataSource replica, Duration timeout) {
        return new NonTransactionalReplica(
                new PostgresReplica(replica, timeout),
                replica,
                () -> Jndi.lookUp("java:comp/UserTransaction", UserTransaction.class),
                timeout);
    }

    /** Messages name the setting that leads to a server. */
    private static ServerNames names(TidemarkSettings settings) {
        return new ServerNames(
                "tidemark.primary.jndi=" + settings.jndi().primary(),
                "tidemark.redis.uri=" + MaskedAddress.of(settings.redis().uri().toString()));
    }

    Router.Replication replication() {
        return assembly.replication();
    }

    /** Returns the primary's pool behind that data source. All pools share the known identities of connections. */
    PrimaryPool primaryPool(DataSource source) {
        return new PostgresPrimaryPool(source, primaryConnections);
    }

    List<ReplicaPool> replicaPools() {
        return replicaPools;
    }

    PrimaryWatch primary() {
        return assembly.primary();
    }

    Replicas replicas() {
        return assembly.replicas();
    }

    GuardedStore store() {
        return assembly.store();
    }

    PendingEntries entries() {
        return assembly.entries();
    }

    /** Returns the audits of reads in shadow mode; empty without. */
    Optional<ReadAudits> audits() {
        return audits;
    }

    /** Shortens the pause before the next try of each server that is away. */
    void retrySoon() {
        assembly.retrySoon();
    }

    /** Returns the reason why the catalogue cannot be read. */
    Optional<String> catalogueProblem() {
        return catalogue.problem();
    }

    void start() {
        ManagedThreadFactory factory = Jndi.required(
                "java:comp/DefaultManagedThreadFactory", ManagedThreadFactory.class, "Jakarta Concurrency");
        assembly.serverLoops().forEach(loop -> start(onServers, factory, loop));
        assembly.storeLoops().forEach(loop -> start(onStore, factory, loop));
        // On a separate thread, because a reading takes longer than the other loops may wait.
        start(onServers, factory, new Loop("catalogue", catalogue));
        audits.ifPresent(audit -> start(onServers, factory, new Loop("audit", audit)));
        catalogue.awaitFirstReading(TO_START);
    }

    private static void start(ContainerThreads threads, ManagedThreadFactory factory, Loop loop) {
        threads.start(factory, THREADS + loop.name(), loop.work());
    }

    /**
     * Ends the threads that borrow from the pools, and waits for the answers in flight, not longer. The threads that use the
     * store go on; see {@link ReplicationAssembly#leaveServers}.
     */
    void leaveServers() {
        assembly.leaveServers();
        catalogue.close();
        audits.ifPresent(ReadAudits::close);
        onServers.join();
    }

    /** Ends all threads, then closes the connections to Redis. */
    @Override
    public void close() {
        leaveServers();
        assembly.close();
        onStore.join();
        marks.close();
    }
}
