package io.tidemark.routing;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The writes of a local transaction, or one statement in auto-commit mode. As in a JTA transaction, the mark of everyone
 * who wrote in it is raised at its end. Used by one thread at a time, as its connection is.
 */
final class LocalWrite implements Write {

    private final WriteRecorder recorder;
    private final Set<String> callers = new LinkedHashSet<>();

    LocalWrite(WriteRecorder recorder) {
        this.recorder = recorder;
    }

    /** Notes a write. */
    void wrote(Optional<String> caller) {
        caller.ifPresent(callers::add);
    }

    @Override
    public void ended() {
        callers.forEach(recorder::ended);
    }

    @Override
    public void rolledBack() {}
}
