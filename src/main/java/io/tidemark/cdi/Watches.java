package io.tidemark.cdi;

import io.tidemark.jdbc.Admission;
import io.tidemark.postgres.PostgresBackends;
import io.tidemark.postgres.PostgresCatalogue;
import io.tidemark.postgres.PostgresPrimary;
import io.tidemark.postgres.PostgresReplica;
import io.tidemark.postgres.PrimaryConnections;
import io.tidemark.postgres.ReplicaConnections;
import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import io.tidemark.routing.GuardedStore;
import io.tidemark.routing.PendingEntries;
import io.tidemark.routing.Router;
import io.tidemark.routing.Settlement;
import io.tidemark.routing.StoreSettings;
import io.tidemark.routing.WriteRecorder;
import io.tidemark.sql.CatalogueWatch;
import io.tidemark.sql.Classifier;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.Ticker;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** What watches the servers while the application runs, with the container's threads that do it. */
final class Watches implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Watches.class.getName());

    /** Far more than it takes, and not more than the end of an application should wait for a server that froze. */
    private static final Duration TO_READ_CATALOGUE = Duration.ofSeconds(10);

    /** More would not help: each transaction whose turn has not come when it commits announces itself. */
    private static final int ANNOUNCERS = 2;

    private static final long TO_CLOSE_MILLIS = 100;

    private final Settings settings;
    private final DataSource replicaSource;
    private final PrimaryWatch primary;
    private final ReplicaWatch replica;
    private final Admission admission;
    private final RedisMarks marks;
    private final GuardedStore store;
    private final CatalogueWatch catalogue;
    private final PendingEntries entries;
    private final Settlement settlement;
    private final WriteRecorder recorder;
    private final BlockingQueue<Runnable> announcements = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    Watches(Settings settings, DataSource primarySource, DataSource replicaSource, Classifier classifier) {
        this.settings = settings;
        this.replicaSource = replicaSource;
        this.primary = new PrimaryWatch(
                new NamedServer(
                        "tidemark.primary.jndi=" + settings.primaryJndi(),
                        new PostgresPrimary(primarySource, settings.serverTimeout())),
                settings.pollInterval(),
                settings.serverTimeout(),
                Ticker.SYSTEM);
        this.replica = new ReplicaWatch(
                new NamedServer(
                        "tidemark.replica.jndi=" + settings.replicaJndi().orElse(JndiDataSources.DEFAULT_REPLICA),
                        new ReplicaOutsideTransactions(
                                new PostgresReplica(replicaSource, settings.serverTimeout()),
                                replicaSource,
                                () -> Jndi.lookUp("java:comp/UserTransaction", UserTransaction.class),
                                settings.serverTimeout())),
                primary,
                settings.pollInterval(),
                settings.horizon().dividedBy(2),
                settings.collations(),
                Ticker.SYSTEM);
        this.admission = new PoolAdmission(
                new PrimaryConnections(primary),
                new ReplicaConnections(replica, settings.serverTimeout(), settings.lockBound()));
        this.marks = new RedisMarks(new RedisSettings(
                settings.redis(),
                settings.redisTimeout(),
                settings.redisConnections(),
                settings.namespace(),
                settings.horizon(),
                settings.redisReplicas()));
        this.store = new GuardedStore(
                new NamedStore(
                        "tidemark.redis.uri=" + Secrets.masked(settings.redis().toString()), marks),
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
                CatalogueWatch.Rhythm.of(settings.catalogueInterval()),
                System::nanoTime);
    }

    Router.Replication replication() {
        return new Router.Replication(replica, primary, store, recorder);
    }

    /** Where the pools' connections lead. */
    Admission admission() {
        return admission;
    }

    DataSource replicaSource() {
        return replicaSource;
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

    /** Why the catalogue cannot be read. */
    Optional<String> catalogueProblem() {
        return catalogue.problem();
    }

    void start() {
        ManagedThreadFactory factory = Jndi.required(
                "java:comp/DefaultManagedThreadFactory", ManagedThreadFactory.class, "Jakarta Concurrency");
        run(factory, "tidemark-primary", primary);
        run(factory, "tidemark-replica", replica);
        run(factory, "tidemark-store", repeated(this::lookAfterStore));
        run(factory, "tidemark-settlement", repeated(settlement::settle));
        for (int i = 1; i <= ANNOUNCERS; i++) {
            run(factory, "tidemark-announcer-" + i, this::announce);
        }
        // A thread of its own: a reading takes longer than anything that the others may wait for.
        run(factory, "tidemark-catalogue", catalogue);
    }

    private void run(ManagedThreadFactory factory, String name, Runnable work) {
        Thread thread = factory.newThread(work);
        thread.setName(name);
        threads.add(thread);
        thread.start();
    }

    private void lookAfterStore() {
        store.probe();
        entries.renew();
    }

    private Runnable repeated(Runnable work) {
        return () -> {
            try {
                while (!closed.await(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
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

    /** Ends the threads, then closes what they used. Waits for an answer that is under way, not longer. */
    @Override
    public void close() {
        closed.countDown();
        primary.close();
        replica.close();
        catalogue.close();
        for (Thread thread : threads) {
            try {
                thread.join(2 * settings.serverTimeout().toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                LOG.log(System.Logger.Level.WARNING, "Thread {0} has not ended yet", thread.getName());
            }
        }
        marks.close();
    }
}
