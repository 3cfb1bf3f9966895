package io.tidemark.writes;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One caller's pending entry in the store, from the first write to the known outcome. It holds state only;
 * {@link PendingEntries} sends, renews and removes it. Thread-safe.
 */
final class PendingEntry {

    private final String caller;
    private final String id;
    private final AtomicBoolean announced = new AtomicBoolean();
    private final CompletableFuture<PendingEntry> answer = new CompletableFuture<>();

    private volatile boolean sent;
    private volatile long renewedAt;
    private volatile boolean over;

    /** Creates an entry that has not been sent. */
    PendingEntry(String caller, String id) {
        this.caller = caller;
        this.id = id;
    }

    String caller() {
        return caller;
    }

    String id() {
        return id;
    }

    /** Reserves the announcement for the calling thread; false if a thread has reserved it already. */
    boolean reserveAnnouncement() {
        return announced.compareAndSet(false, true);
    }

    /** The result of the announcement; incomplete until then. */
    CompletableFuture<PendingEntry> answer() {
        return answer;
    }

    /** Notes that the entry is sent now. It may reach the store whatever the store answers. */
    void sent(long at) {
        renewedAt = at;
        sent = true;
    }

    /** The ticker's time at which the entry was sent last. */
    long renewedAt() {
        return renewedAt;
    }

    /** Notes that the entry must not be sent any more. */
    void over() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** Whether the store may hold the entry now or later. The answer is final once the entry {@link #isOver is over}. */
    boolean mayBeStored() {
        return sent;
    }
}
