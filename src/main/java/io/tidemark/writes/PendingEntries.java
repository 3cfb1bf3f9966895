package io.tidemark.writes;

import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.Ticker;
import io.tidemark.writes.PendingSettings.Policy;
import java.util.HexFormat;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pending writes of this node: what the store is told before they can be committed, and again before their deadline
 * for as long as they last.
 *
 * <p>One that is not renewed, because this node has died, is not forgotten at its deadline: whoever finds it then requires
 * a position that was read after that. Thread-safe; {@link #renew} is called by one thread.
 */
public final class PendingEntries {

    private static final System.Logger LOG = System.getLogger(PendingEntries.class.getName());

    /** How often within its deadline an entry is renewed, so that one failure does not let it expire. */
    private static final int RENEWALS = 3;

    private final GuardedStore store;
    private final PrimaryWatch primary;
    private final PendingSettings settings;
    private final Executor executor;
    private final Ticker ticker;

    private final String node =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final AtomicLong numbers = new AtomicLong();
    private final Set<PendingEntry> live = ConcurrentHashMap.newKeySet();
    private final Queue<PendingEntry> left = new ConcurrentLinkedQueue<>();
    private int recoveries;

    /**
     * Entries that are kept in that store.
     *
     * @param executor sends them while their transactions work; an entry that it has not got to when its commit comes is
     *     sent by whoever commits
     */
    public PendingEntries(
            GuardedStore store, PrimaryWatch primary, PendingSettings settings, Executor executor, Ticker ticker) {
        this.store = store;
        this.primary = primary;
        this.settings = settings;
        this.executor = executor;
        this.ticker = ticker;
    }

    PendingEntry entry(String caller) {
        return new PendingEntry(this, caller, node + "-" + numbers.incrementAndGet());
    }

    PendingSettings settings() {
        return settings;
    }

    /** Sends it on another thread. */
    void announce(PendingEntry entry) {
        if (settings.policy() != Policy.FIRST_WRITE) {
            return;
        }
        try {
            executor.execute(entry::send);
        } catch (RejectedExecutionException full) {
            LOG.log(System.Logger.Level.DEBUG, "Sent before the commit only: {0}", full.getMessage());
        }
    }

    /**
     * Refuses a write that begins now and could not be announced, if that is what is set.
     *
     * @throws WriteRefused if it must not be sent
     */
    void refuseIfAway() {
        if (settings.policy() != Policy.OFF
                && settings.unavailable() == PendingSettings.Unavailable.REFUSE
                && !store.takesWrites()) {
            throw new WriteRefused(store.problem().orElse(""));
        }
    }

    /** Puts it into the store, and keeps it there until it is forgotten. */
    void put(PendingEntry entry) throws StoreUnavailable {
        ClusterId cluster =
                primary.cluster().orElseThrow(() -> new StoreUnavailable("The primary has not answered yet."));
        live.add(entry);
        if (!store.takesWrites()) {
            throw new StoreUnavailable(store.problem().orElse(""));
        }
        entry.sent(ticker.nanos());
        if (entry.isOver()) {
            // Asked after it was noted as sent: either its end knows, or it is not sent.
            forget(entry);
            return;
        }
        store.pend(cluster, entry.caller(), entry.id(), settings.deadline());
    }

    /** It is not to be renewed any more. */
    void forget(PendingEntry entry) {
        live.remove(entry);
    }

    /** Takes it out of the store, since nothing depends on it any more; later, if the store does not answer. */
    void drop(PendingEntry entry) {
        try {
            ClusterId cluster =
                    primary.cluster().orElseThrow(() -> new StoreUnavailable("The primary has not answered yet."));
            store.drop(cluster, entry.caller(), entry.id());
        } catch (StoreUnavailable unavailable) {
            LOG.log(System.Logger.Level.DEBUG, "Not dropped yet: {0}", unavailable.getMessage());
            dropLater(entry);
        }
    }

    /**
     * Has it dropped when the store is in use again, and has the floor that makes up for it. It may be there, or get there
     * yet: a server that was frozen carries out what was sent to it when it thaws.
     */
    void dropLater(PendingEntry entry) {
        left.add(entry);
    }

    private void dropWhatIsLeft() {
        for (int i = left.size(); i > 0 && store.takesWrites(); i--) {
            PendingEntry entry = left.poll();
            if (entry != null) {
                drop(entry);
            }
        }
    }

    /** Renews what lasts long, puts back what a store that was away may have lost, and drops what it should not have. */
    public void renew() {
        dropWhatIsLeft();
        int now = store.recoveries();
        boolean all = now != recoveries;
        recoveries = now;
        long interval = settings.deadline().toNanos() / RENEWALS;
        for (PendingEntry entry : live) {
            if (all || ticker.nanos() - entry.renewedAt() >= interval) {
                renew(entry);
            }
        }
    }

    private void renew(PendingEntry entry) {
        try {
            put(entry);
        } catch (StoreUnavailable unavailable) {
            LOG.log(System.Logger.Level.DEBUG, "Not renewed: {0}", unavailable.getMessage());
        }
    }
}
