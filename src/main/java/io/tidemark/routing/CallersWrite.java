package io.tidemark.routing;

import java.util.OptionalInt;
import java.util.Set;

/** The writes of one caller in one transaction, or one statement in auto-commit mode. Thread-safe. */
final class CallersWrite implements Write {

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

    @Override
    public void sending(OptionalInt backend) {
        backend.ifPresent(backends::add);
        entry.announce();
    }

    @Override
    public void committing() {
        entry.await();
    }

    @Override
    public void ended() {
        recorder.ended(entry);
    }

    @Override
    public void rolledBack() {
        entry.drop();
    }

    @Override
    public void inDoubt(Lost what) {
        recorder.inDoubt(entry, what, Set.copyOf(backends));
    }
}
