package io.tidemark.routing;

import java.util.OptionalInt;
import java.util.Set;

/** The part of one caller in the writes of a transaction, or of one statement by itself. Thread-safe. */
final class CallersWrite {

    private final PendingEntry entry;
    private final WriteRecorder recorder;
    private final Set<Integer> backends;

    /**
     * @param backends the server's processes that work in the transaction; others who write in it may add to them
     */
    CallersWrite(PendingEntry entry, WriteRecorder recorder, Set<Integer> backends) {
        this.entry = entry;
        this.recorder = recorder;
        this.backends = backends;
    }

    /** As {@link Write#sending}. */
    void sending(OptionalInt backend) {
        backend.ifPresent(backends::add);
        entry.announce();
    }

    /** As {@link Write#committing}. */
    void committing() {
        entry.await();
    }

    /** As {@link Write#ended}; tells what became of them. */
    Recorded ended() {
        return recorder.ended(entry);
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
