package io.tidemark.wal;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The cluster that the replicas of a node serve before the primary has answered for the first time.
 *
 * <p>All polled replicas must belong to one cluster, and it must be confirmed: the store of marks has a floor for it, so that
 * some node knew a primary of this cluster with this store. Both are necessary, since a replica alone does not show that it
 * belongs to this application. The first answer of the primary replaces the presumption for good. Thread-safe.
 */
public final class PresumedCluster {

    private static final System.Logger LOG = System.getLogger(PresumedCluster.class.getName());

    private final Map<ReplicaName, ClusterId> polled = new HashMap<>();
    private final List<Runnable> whenConfirmed = new CopyOnWriteArrayList<>();
    private final List<Runnable> whenContradicted = new CopyOnWriteArrayList<>();
    private Optional<ClusterId> confirmed = Optional.empty();
    private volatile boolean over;

    PresumedCluster() {}

    /** Notes the cluster of a replica that has answered a poll. */
    void polled(ReplicaName replica, ClusterId cluster) {
        if (!over) {
            note(replica, cluster);
        }
    }

    private synchronized void note(ReplicaName replica, ClusterId cluster) {
        polled.put(replica, cluster);
    }

    /** Returns the only cluster of all replicas that have answered a poll; empty if there is none, or the primary is known. */
    public synchronized Optional<ClusterId> candidate() {
        Set<ClusterId> clusters = new HashSet<>(polled.values());
        return over || clusters.size() != 1
                ? Optional.empty()
                : Optional.of(clusters.iterator().next());
    }

    /** Notes that the store of marks has a floor for the candidate. */
    public void confirm(ClusterId cluster) {
        synchronized (this) {
            if (over || confirmed.equals(Optional.of(cluster))) {
                return;
            }
            confirmed = Optional.of(cluster);
            notifyAll();
        }
        LOG.log(System.Logger.Level.WARNING, sentence(cluster));
        whenConfirmed.forEach(Runnable::run);
    }

    /** Returns the presumed cluster; empty if it is not confirmed, or the primary has answered. */
    public Optional<ClusterId> cluster() {
        return over ? Optional.empty() : candidate().filter(this::isConfirmed);
    }

    private synchronized boolean isConfirmed(ClusterId cluster) {
        return confirmed.equals(Optional.of(cluster));
    }

    /** Returns the presumed cluster, for which the thread waits for at most this time. */
    public synchronized Optional<ClusterId> await(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toMillis(); !over && cluster().isEmpty() && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return cluster();
    }

    /** Returns one sentence for an operator; empty if no cluster is presumed. */
    public Optional<String> sentence() {
        return cluster().map(PresumedCluster::sentence);
    }

    private static String sentence(ClusterId cluster) {
        return "The primary has not answered yet; replicas of cluster " + cluster
                + " serve the reads that need nothing from"
                + " it: EVENTUAL and anonymous ones, and those of callers whose mark a replica has replayed.";
    }

    /** Registers an action that runs when a cluster is confirmed. */
    void onConfirmation(Runnable action) {
        whenConfirmed.add(action);
    }

    /** Registers an action that runs if the primary belongs to another cluster than the presumed one. */
    void onContradiction(Runnable action) {
        whenContradicted.add(action);
    }

    /** Notes the first answer of the primary. */
    void primaryAnswered(ClusterId cluster) {
        if (over) {
            return;
        }
        Optional<ClusterId> presumed = cluster();
        synchronized (this) {
            over = true;
            polled.clear();
            notifyAll();
        }
        if (presumed.isPresent() && !presumed.get().equals(cluster)) {
            whenContradicted.forEach(Runnable::run);
        }
    }
}
