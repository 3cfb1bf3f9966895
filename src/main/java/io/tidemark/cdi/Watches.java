package io.tidemark.cdi;

import io.tidemark.jdbc.physical.PrimaryPool;
import io.tidemark.jdbc.physical.ReplicaPool;
import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.StoreSettings;
import io.tidemark.postgres.PostgresBackends;
import io.tidemark.postgres.PostgresCatalogue;
import io.tidemark.postgres.PostgresPrimary;
import io.tidemark.postgres.PostgresPrimaryPool;
import io.tidemark.postgres.PostgresReplica;
import io.tidemark.postgres.PostgresReplicaPool;
import io.tidemark.postgres.PrimaryConnections;
import io.tidemark.postgres.ReplicaConnections;
import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import io.tidemark.routing.Router;
import io.tidemark.sql.CatalogueWatch;
import io.tidemark.sql.Classifier;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.Ticker;
import io.tidemark.writes.PendingEntries;
import io.tidemark.writes.Settlement;
import io.tidemark.writes.WriteRecorder;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** What watches the servers while the application runs, with the container's threads that do it. */
final class Watches implements AutoCloseable {

    /** What a start waits at most for the first reading of the catalogue, which takes a fraction of it. */
    private static final Duration TO_START = Duration.ofSeconds(3);

    /** Far more than it takes, and not more than the end of an application should wait for a server that froze. */
    private static final Duration TO_READ_CATALOGUE = Duration.ofSeconds(10);

    /** More would not help: each transaction whose turn has not come when it commits announces itself. */
    private static final int ANNOUNCERS = 2;

    private static final long TO_CLOSE_MILLIS = 100;

    private final Settings settings;
    private final PrimaryWatch primary;
    private final ReplicaWatch replica;
    private final PrimaryConnections primaryConnections;
    private final ReplicaPool replicaPool;
    private final RedisMarks marks;
    private final GuardedStore store;
    private final CatalogueWatch catalogue;
    private final PendingEntries entries;
    private final Settlement settlement;
    private final WriteRecorder recorder;
    private final BlockingQueue<Runnable> announcements = new LinkedBlockingQueue<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ContainerThreads onServers;
    private final ContainerThreads onStore;

    Watches(Settings settings, DataSource primarySource, DataSource replicaSource, Classifier classifier) {
        this.settings = settings;
        this.onServers = new ContainerThreads(settings.serverTimeout().multipliedBy(2));
        this.onStore = new ContainerThreads(settings.serverTimeout().multipliedBy(2));
        this.primary = new PrimaryWatch(
                "tidemark.primary.jndi=" + settings.primaryJndi(),
                new PostgresPrimary(primarySource, settings.serverTimeout()),
                settings.pollInterval(),
                settings.serverTimeout(),
                Ticker.SYSTEM);
        this.replica = new ReplicaWatch(
                "tidemark.replica.jndi=" + settings.replicaJndi().orElse(JndiDataSources.DEFAULT_REPLICA),
                new ReplicaOutsideTransactions(
                        new PostgresReplica(replicaSource, settings.serverTimeout()),
                        replicaSource,
                        () -> Jndi.lookUp("java:comp/UserTransaction", UserTransaction.class),
                        settings.serverTimeout()),
                primary,
                settings.pollInterval(),
                settings.horizon().dividedBy(2),
                settings.collations(),
                Ticker.SYSTEM);
        this.primaryConnections = new PrimaryConnections(primary);
        this.replicaPool = new PostgresReplicaPool(
                replicaSource, new ReplicaConnections(replica, settings.serverTimeout(), settings.lockBound()));
        this.marks = new RedisMarks(new RedisSettings(
                settings.redis(),
                settings.redisTimeout(),
                settings.redisConnections(),
                settings.namespace(),
                settings.horizon(),
                settings.redisReplicas(),
                settings.redisCallers()));
        this.store = new GuardedStore(
                "tidemark.redis.uri=" + MaskedAddress.of(settings.redis().toString()),
                marks,
                primary,
                StoreSettings.of(settings.redisEviction(), settings.horizon()),
                Ticker.SYSTEM);
        this.entries = new PendingEntries(store, primary, settings.pending(), announcements::add, Ticker.SYSTEM);
        this.settlement = new Settlement(
                new PostgresBackends(primarySource, settings.serverTimeout()),
                settings.pending().deadline(),
                Ticker.SYSTEM);
        this.recorder = new WriteRecorder(primary, store, entries, settlement);
        this.catalogue = new CatalogueWatch(
                new PostgresCatalogue(primarySource, TO_READ_CATALOGUE),
                settings.functions(),
                classifier,
                CatalogueWatch.Schedule.of(settings.catalogueInterval()),
                System::nanoTime);
    }

    Router.Replication replication() {
        return new Router.Replication(replica, primary, store, recorder);
    }

    /** The primary's pool behind that data source. All of them share what is known of the connections. */
    PrimaryPool primaryPool(DataSource source) {
        return new PostgresPrimaryPool(source, primaryConnections);
    }

    ReplicaPool replicaPool() {
        return replicaPool;
    }

    PrimaryWatch primary() {
        return primary;
    }

    ReplicaWatch replica() {
        return replica;
    }

    GuardedStore store() {
        return store;
    }

    /** Somebody asks how the servers are: those that are away are tried sooner. */
    void seek() {
        primary.seek();
        replica.seek();
        store.seek();
    }

    /** Why the catalogue cannot be read. */
    Optional<String> catalogueProblem() {
        return catalogue.problem();
    }

    void start() {
        ManagedThreadFactory factory = Jndi.required(
                "java:comp/DefaultManagedThreadFactory", ManagedThreadFactory.class, "Jakarta Concurrency");
        onServers.start(factory, "tidemark-primary", primary);
        onServers.start(factory, "tidemark-replica", replica);
        onStore.start(factory, "tidemark-store", repeated(this::lookAfterStore, closed));
        onServers.start(factory, "tidemark-settlement", repeated(settlement::settle, left));
        for (int i = 1; i <= ANNOUNCERS; i++) {
            onStore.start(factory, "tidemark-announcer-" + i, this::announce);
        }
        // A thread of its own: a reading takes longer than anything that the others may wait for.
        onServers.start(factory, "tidemark-catalogue", catalogue);
        catalogue.awaitFirstReading(TO_START);
    }

    private void lookAfterStore() {
        store.probe();
        entries.renew();
    }

    private Runnable repeated(Runnable work, CountDownLatch until) {
        return () -> {
            try {
                while (!until.await(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                    work.run();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private void announce() {
        try {
            while (closed.getCount() > 0) {
                Runnable next = announcements.poll(TO_CLOSE_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends the threads that borrow from the pools. Waits for an answer that is under way, not longer.
     *
     * <p>The store goes on: a caller's write that is committed after this has no position, and stays pending there until its
     * deadline.
     */
    void leaveServers() {
        left.countDown();
        primary.close();
        replica.close();
        catalogue.close();
        onServers.join();
    }

    /** Ends all threads, then closes what they used. */
    @Override
    public void close() {
        leaveServers();
        closed.countDown();
        onStore.join();
        marks.close();
    }
}
