package io.tidemark.writes;

import io.tidemark.marks.StoreUnavailable;
import io.tidemark.writes.PendingSettings.Policy;
import io.tidemark.writes.PendingSettings.Unavailable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One pending write in the store, from its announcement to its end. Thread-safe. */
final class PendingEntry {

    private final PendingEntries entries;
    private final String caller;
    private final String id;
    private final FutureTask<PendingEntry> sending = new FutureTask<>(this::put);

    private volatile boolean sent;
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
        entries.put(this);
        return this;
    }

    /** Sends it, unless that has been done or is being done by another thread. */
    void send() {
        sending.run();
    }

    /** Has it sent by another thread. */
    void announce() {
        entries.refuseIfAway();
        if (!sending.isDone()) {
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
        entries.put(this);
    }

    /** It is not sent any more: its outcome is known, or is left to its deadline. */
    void over() {
        over = true;
        entries.forget(this);
    }

    /** It was rolled back, so that the store need not know of it. */
    void drop() {
        over();
        if (mayBeStored()) {
            entries.drop(this);
        }
    }

    /** Whether the store may have it, or may yet get it. Asked when it is over: nothing new is sent any more. */
    boolean mayBeStored() {
        return sent;
    }

    boolean isOver() {
        return over;
    }

    /** It goes out now, and may arrive whatever the answer. */
    void sent(long at) {
        renewedAt = at;
        sent = true;
    }

    long renewedAt() {
        return renewedAt;
    }
}
