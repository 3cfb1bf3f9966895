package io.tidemark.writes;

import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.time.Ticker;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.writes.PendingSettings.AnnouncementPolicy;
import io.tidemark.writes.PendingSettings.OnUnavailable;
import java.util.HexFormat;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pending entries of this node. An entry is sent to the store before its write can be committed, and renewed before
 * its deadline while the write lasts.
 *
 * <p>If this node crashes, its entries reach their deadline. The node that finds such an entry then requires a position
 * that is read after that. Thread-safe. Only one thread calls {@link #renew}.
 */
public final class PendingEntries {

    private static final System.Logger LOG = System.getLogger(PendingEntries.class.getName());

    /** The number of renewals within a deadline, so that one failure does not let an entry expire. */
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
     * Creates entries in this store.
     *
     * @param executor sends entries while their transactions work; the committing thread sends an entry that the
     *     executor has not reached
     */
    public PendingEntries(
            GuardedStore store, PrimaryWatch primary, PendingSettings settings, Executor executor, Ticker ticker) {
        this.store = store;
        this.primary = primary;
        this.settings = settings;
        this.executor = executor;
        this.ticker = ticker;
    }

    /** Returns the number of entries that are, or may be, in the store and are renewed there. */
    public int count() {
        return live.size();
    }

    /** Creates an entry for a write that begins now. Sends nothing. */
    PendingEntry begin(String caller) {
        return new PendingEntry(caller, node + "-" + numbers.incrementAndGet());
    }

    /**
     * Has another thread send the entry, unless that was done or the policy says later. Does not wait.
     *
     * @throws WriteRefused if the store is unavailable and the settings refuse writes then
     */
    void announce(PendingEntry entry) {
        refuseIfUnavailable();
        if (entry.answer().isDone() || settings.policy() != AnnouncementPolicy.FIRST_WRITE) {
            return;
        }
        try {
            executor.execute(() -> send(entry));
        } catch (RejectedExecutionException full) {
            LOG.log(System.Logger.Level.DEBUG, "Sent before the commit only: {0}", full.getMessage());
        }
    }

    private void refuseIfUnavailable() {
        if (settings.policy() != AnnouncementPolicy.OFF
                && settings.unavailable() == OnUnavailable.REFUSE
                && !store.takesWrites()) {
            throw new WriteRefused(store.problem().orElse(""));
        }
    }

    /**
     * Waits until the store holds the entry, or is known not to answer. Sends the entry if no other thread does.
     *
     * @throws WriteRefused if the store does not hold the entry, and the settings refuse writes then
     */
    void awaitAnnouncement(PendingEntry entry) {
        if (settings.policy() == AnnouncementPolicy.OFF) {
            return;
        }
        try {
            send(entry);
            entry.answer().get(settings.answerTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            proceedOrRefuse(cause instanceof StoreUnavailable ? String.valueOf(cause.getMessage()) : failed.toString());
        } catch (TimeoutException late) {
            proceedOrRefuse(
                    "It has not answered within " + settings.answerTimeout().toMillis() + " ms.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            proceedOrRefuse("Interrupted while waiting for it.");
        }
    }

    private void proceedOrRefuse(String why) {
        if (settings.unavailable() == OnUnavailable.REFUSE) {
            throw new WriteRefused(why);
        }
    }

    private void send(PendingEntry entry) {
        if (!entry.reserveAnnouncement()) {
            return;
        }
        try {
            put(entry);
            entry.answer().complete(entry);
        } catch (Throwable failed) {
            // An Error too: the thread that commits waits for the result, and reports it.
            entry.answer().completeExceptionally(failed);
        }
    }

    /** Puts the entry into the store, whatever the policy, and renews it there until it is over. */
    void put(PendingEntry entry) throws StoreUnavailable {
        ClusterId cluster = cluster();
        live.add(entry);
        if (!store.takesWrites()) {
            throw new StoreUnavailable(store.problem().orElse(""));
        }
        entry.sent(ticker.nanos());
        if (entry.isOver()) {
            // Checked after sent(): either the thread that ended the entry sees it as sent, or it is not sent.
            live.remove(entry);
            return;
        }
        store.addPending(cluster, entry.caller(), entry.id(), settings.deadline());
    }

    private ClusterId cluster() throws StoreUnavailable {
        return primary.cluster().orElseThrow(() -> new StoreUnavailable("The primary has not answered yet."));
    }

    /** Stops sending and renewing the entry: its outcome is known, or only its deadline ends it. */
    void end(PendingEntry entry) {
        entry.over();
        live.remove(entry);
    }

    /** Ends the entry of a write that was rolled back, and removes it from the store. */
    void rolledBack(PendingEntry entry) {
        end(entry);
        if (entry.mayBeStored()) {
            drop(entry);
        }
    }

    /** Removes the entry from the store; later, if the store does not answer. */
    private void drop(PendingEntry entry) {
        try {
            store.dropPending(cluster(), entry.caller(), entry.id());
        } catch (StoreUnavailable unavailable) {
            LOG.log(System.Logger.Level.DEBUG, "Not dropped yet: {0}", unavailable.getMessage());
            dropLater(entry);
        }
    }

    /**
     * Removes the entry once the store is in use again and has the floor that replaces it. The entry may be in the store,
     * or arrive later: a server that was frozen executes the commands that it received.
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

    /**
     * Renews the entries of long transactions, restores entries that the store may have lost in an outage, and removes
     * entries that are over.
     */
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
