package io.tidemark.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The writes of everyone in one transaction, or of one statement by itself: what is told of it holds for all of them.
 * Thread-safe.
 */
final class Writers implements Write {

    private final WriteRecorder recorder;
    private final Map<String, CallersWrite> writes = new LinkedHashMap<>(1);

    /** The processes of the server that work in it. One set for all callers, since what commits, commits for all. */
    private final Set<Integer> backends = ConcurrentHashMap.newKeySet(1);

    Writers(WriteRecorder recorder) {
        this.recorder = recorder;
    }

    /** Somebody who writes in it, or may have. */
    synchronized void add(String caller) {
        writes.computeIfAbsent(caller, who -> recorder.begin(who, backends));
    }

    /** Whoever writes in it now; there may be nobody. */
    Writers with(Optional<String> caller) {
        caller.ifPresent(this::add);
        return this;
    }

    private synchronized List<CallersWrite> all() {
        return List.copyOf(writes.values());
    }

    @Override
    public void sending(OptionalInt backend) {
        all().forEach(write -> write.sending(backend));
    }

    @Override
    public void committing() {
        all().forEach(CallersWrite::committing);
    }

    @Override
    public void ended() {
        all().forEach(CallersWrite::ended);
    }

    @Override
    public void rolledBack() {
        all().forEach(CallersWrite::rolledBack);
    }

    @Override
    public void inDoubt(Lost what) {
        all().forEach(write -> write.inDoubt(what));
    }
}
