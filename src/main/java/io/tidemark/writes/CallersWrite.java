package io.tidemark.writes;

import io.tidemark.wal.Backend;
import java.util.Set;

/** The part of one caller in the writes of a transaction, or of one statement by itself. Thread-safe. */
final class CallersWrite {

    private final PendingEntry entry;
    private final WriteRecorder recorder;
    private final Set<Backend> backends;

    /**
     * @param backends the server's processes that work in the transaction; others who write in it may add to them
     */
    CallersWrite(PendingEntry entry, WriteRecorder recorder, Set<Backend> backends) {
        this.entry = entry;
        this.recorder = recorder;
        this.backends = backends;
    }

    /** As {@link Write#sending}. */
    void sending() {
        entry.announce();
    }

    /** As {@link Write#committing}. */
    void committing() {
        entry.await();
    }

    /** As {@link Write#ended}; tells what became of them. */
    Recorded ended() {
        return recorder.ended(entry, backends);
    }

    /** As {@link Write#rolledBack}. */
    void rolledBack() {
        entry.drop();
    }

    /** As {@link Write#inDoubt}. */
    void inDoubt(Write.Lost what) {
        recorder.inDoubt(entry, what, Set.copyOf(backends));
    }
}
