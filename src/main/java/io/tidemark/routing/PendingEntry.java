package io.tidemark.routing;

import io.tidemark.routing.PendingSettings.Policy;
import io.tidemark.routing.PendingSettings.Unavailable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One pending write in the store, from its announcement to its end. Thread-safe. */
final class PendingEntry {

    private final PendingEntries entries;
    private final String caller;
    private final String id;
    private final FutureTask<PendingEntry> sending = new FutureTask<>(this::put);

    /** Whether it has been, or is being, sent; or never will be. */
    private final AtomicBoolean settled = new AtomicBoolean();

    private volatile long renewedAt;
    private volatile boolean over;

    PendingEntry(PendingEntries entries, String caller, String id) {
        this.entries = entries;
        this.caller = caller;
        this.id = id;
    }

    String caller() {
        return caller;
    }

    String id() {
        return id;
    }

    private PendingEntry put() throws StoreUnavailable {
        if (settled.compareAndSet(false, true)) {
            entries.put(this);
        }
        return this;
    }

    /** Sends it, unless that has been done or is being done by another thread. */
    void send() {
        sending.run();
    }

    /** Has it sent by another thread. */
    void announce() {
        entries.refuseIfAway();
        if (!settled.get()) {
            entries.announce(this);
        }
    }

    /**
     * Returns when the store has it, or is known not to answer.
     *
     * @throws WriteRefused if it does not have it, and must
     */
    void await() {
        PendingSettings settings = entries.settings();
        if (settings.policy() == Policy.OFF) {
            return;
        }
        try {
            sending.run();
            sending.get(settings.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            proceed(
                    settings,
                    cause instanceof StoreUnavailable ? String.valueOf(cause.getMessage()) : failed.toString());
        } catch (TimeoutException late) {
            proceed(
                    settings,
                    "It has not answered within " + settings.patience().toMillis() + " ms.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            proceed(settings, "Interrupted while waiting for it.");
        }
    }

    private static void proceed(PendingSettings settings, String why) {
        if (settings.unavailable() == Unavailable.REFUSE) {
            throw new WriteRefused(why);
        }
    }

    /** Sends it whatever the policy, since a commit of it is in doubt. */
    void keep() throws StoreUnavailable {
        settled.set(true);
        entries.put(this);
    }

    /** Its outcome is known, and the store knows it or is owed it. */
    void over() {
        over = true;
        entries.forget(this);
    }

    /** It was rolled back, so that the store need not know of it. */
    void drop() {
        over = true;
        if (mayBeStored()) {
            entries.drop(this);
        }
    }

    /** Whether the store may have it, or may yet get it. Asked at its end: nothing is sent any more if it was not. */
    boolean mayBeStored() {
        return !settled.compareAndSet(false, true);
    }

    boolean isOver() {
        return over;
    }

    void renewed(long at) {
        renewedAt = at;
    }

    long renewedAt() {
        return renewedAt;
    }
}
