package io.tidemark.routing;

import io.tidemark.wal.Backend;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The writes of everyone in one transaction, or of one statement by itself: what is told of it holds for all of them, and
 * the clients of the requests that wrote in it get to know where it ended. Thread-safe.
 */
final class Writers implements Write {

    private final WriteRecorder recorder;
    private final Map<String, CallersWrite> writes = new LinkedHashMap<>(1);
    private final Set<ClientPosition> clients = new LinkedHashSet<>(1);
    private boolean nobody;

    /** The processes of the server that work in it. One set for all callers, since what commits, commits for all. */
    private final Set<Backend> backends = ConcurrentHashMap.newKeySet(1);

    Writers(WriteRecorder recorder) {
        this.recorder = recorder;
    }

    /** Somebody who writes in it, or may have. */
    synchronized void add(String caller) {
        writes.computeIfAbsent(caller, who -> recorder.begin(who, backends));
    }

    /** Whoever writes in it now, and the client of the request that this is done in; there may be neither. */
    synchronized Writers with(Optional<String> caller, Optional<ClientPosition> client) {
        caller.ifPresent(this::add);
        client.ifPresent(clients::add);
        nobody |= caller.isEmpty();
        return this;
    }

    private synchronized List<CallersWrite> all() {
        return List.copyOf(writes.values());
    }

    private synchronized List<ClientPosition> clients() {
        return List.copyOf(clients);
    }

    private synchronized boolean nobody() {
        return nobody;
    }

    @Override
    public void sending(Optional<Backend> backend) {
        if (backend.isPresent() && backends.add(backend.get())) {
            recorder.writesOn(backend.get());
        }
        all().forEach(CallersWrite::sending);
    }

    @Override
    public void committing() {
        all().forEach(CallersWrite::committing);
    }

    @Override
    public void ended() {
        List<ClientPosition> told = clients();
        for (CallersWrite write : all()) {
            Recorded recorded = write.ended();
            told.forEach(client -> client.wrote(recorded));
        }
        if (nobody() && !told.isEmpty()) {
            Recorded recorded = recorder.endedWithoutCaller(backends);
            told.forEach(client -> client.wrote(recorded));
        }
    }

    @Override
    public void rolledBack() {
        all().forEach(CallersWrite::rolledBack);
    }

    @Override
    public void inDoubt(Lost what) {
        all().forEach(write -> write.inDoubt(what));
        clients().forEach(client -> client.wrote(Recorded.UNKNOWN));
    }
}
