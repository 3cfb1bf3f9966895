package io.tidemark.assembly;

import io.tidemark.marks.GuardedStore;
import io.tidemark.routing.Router;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.time.Ticker;
import io.tidemark.wal.PolledReplayWait;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ReplicaWatchSettings;
import io.tidemark.wal.Replicas;
import io.tidemark.wal.Traffic;
import io.tidemark.writes.PendingEntries;
import io.tidemark.writes.Settlement;
import io.tidemark.writes.WriteRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Everything that routing to replicas needs, assembled from ports: the watches of all servers, the guarded store, the
 * pending entries, the settlement of commits in doubt, and the recorder of writes.
 *
 * <p>It starts no thread. Its creator runs each {@link Loop} on a separate thread. At the end, the creator calls
 * {@link #leaveServers}, joins the server loops, calls {@link #close}, joins the store loops, and closes the store.
 * Thread-safe.
 */
public final class ReplicationAssembly implements AutoCloseable {

    /** More threads would not help: a transaction that is still in the queue when it commits announces itself. */
    private static final int ANNOUNCERS = 2;

    private final ReplicationSettings settings;
    private final Telemetry telemetry;
    private final PrimaryWatch primary;
    private final Replicas replicas;
    private final GuardedStore store;
    private final PendingEntries entries;
    private final Settlement settlement;
    private final WriteRecorder recorder;
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Loop> storeLoops = new ArrayList<>();

    /** An assembly that announces writes to the store on two of its loops. */
    public static ReplicationAssembly of(
            ReplicationPorts ports, ServerNames names, ReplicationSettings settings, Ticker ticker) {
        Announcements announcements = new Announcements();
        ReplicationAssembly assembly = new ReplicationAssembly(ports, names, settings, announcements, ticker);
        for (int i = 1; i <= ANNOUNCERS; i++) {
            assembly.storeLoops.add(new Loop("announcer-" + i, () -> announcements.runUntil(assembly::isClosed)));
        }
        return assembly;
    }

    /**
     * An assembly that leaves the announcements to an executor.
     *
     * @param announcer announces writes to the store while their transactions work
     */
    public ReplicationAssembly(
            ReplicationPorts ports,
            ServerNames names,
            ReplicationSettings settings,
            Executor announcer,
            Ticker ticker) {
        this.settings = settings;
        this.telemetry = ports.telemetry();
        Traffic traffic = new Traffic(settings.idlePause(), ticker);
        this.primary = new PrimaryWatch(
                names.primary(),
                ports.primary(),
                settings.pollInterval(),
                new PrimaryWatch.Bounds(settings.serverTimeout(), settings.maxLag()),
                traffic,
                ticker);
        this.replicas = new Replicas(
                ports.replicas(),
                primary,
                new ReplicaWatchSettings(settings.pollInterval(), settings.maxLag(), settings.collations()),
                traffic,
                telemetry,
                ticker);
        this.store = new GuardedStore(names.store(), ports.marks(), primary, settings.store(), telemetry, ticker);
        this.entries = new PendingEntries(store, primary, settings.pending(), announcer, ticker);
        this.settlement = new Settlement(ports.backends(), settings.pending().deadline(), ticker);
        this.recorder = new WriteRecorder(primary, store, entries, settlement);
        storeLoops.add(new Loop("store", repeated(this::probeAndRenew, closed)));
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void probeAndRenew() {
        primary.reportOverduePoll();
        replicas.reportOverduePolls(settings.serverTimeout());
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

    /** The loops that borrow connections from the pools. {@link #leaveServers} ends them. */
    public List<Loop> serverLoops() {
        List<Loop> loops = new ArrayList<>();
        loops.add(new Loop("primary", primary));
        int number = 1;
        for (ReplicaWatch replica : replicas.watches()) {
            loops.add(new Loop("replica-" + number++, replica));
        }
        loops.add(new Loop("settlement", repeated(settlement::settle, left)));
        return loops;
    }

    /** The loops that use the store. {@link #close} ends them. */
    public List<Loop> storeLoops() {
        return List.copyOf(storeLoops);
    }

    /** The objects that a {@link Router} needs to route to replicas. */
    public Router.Replication replication() {
        return new Router.Replication(replicas, new PolledReplayWait(replicas), primary, store, recorder, telemetry);
    }

    public PrimaryWatch primary() {
        return primary;
    }

    public Replicas replicas() {
        return replicas;
    }

    public GuardedStore store() {
        return store;
    }

    public PendingEntries entries() {
        return entries;
    }

    public Settlement settlement() {
        return settlement;
    }

    public WriteRecorder recorder() {
        return recorder;
    }

    /** Shortens the pause before the next try of each server that is away: a caller asks for its state. */
    public void retrySoon() {
        primary.retrySoon();
        replicas.retrySoon();
        store.retrySoon();
    }

    /**
     * Ends the server loops; a query in flight is still awaited. The store loops go on: a write that is committed after
     * this has no position, and stays pending in the store until its deadline.
     */
    public void leaveServers() {
        left.countDown();
        primary.close();
        replicas.close();
    }

    /** Ends all loops. */
    @Override
    public void close() {
        leaveServers();
        closed.countDown();
    }
}
