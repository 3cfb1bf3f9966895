package io.tidemark.writes;

import io.tidemark.wal.Backend;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The writes of all callers in one transaction, or of one statement in auto-commit mode. Each event applies to all of
 * them, and the clients of the requests receive the position. Writes without a caller also count for the caller at the
 * commit, and for a caller who claims them later in the request. Thread-safe.
 */
public final class TransactionWrites implements Write {

    private final WriteRecorder recorder;
    private final Map<String, PendingEntry> entries = new LinkedHashMap<>(1);
    private final Set<ClientPosition> clients = new LinkedHashSet<>(1);
    private final Set<UnclaimedWrites> unclaimed = new LinkedHashSet<>(1);
    private final Supplier<Optional<String>> callerNow;
    private boolean nobody;

    /** The server processes that work on the writes. One set for all callers, because a commit applies to all. */
    private final Set<Backend> backends = ConcurrentHashMap.newKeySet(1);

    /**
     * Creates an empty set of writes.
     *
     * @param recorder records them
     * @param callerNow the caller on the current thread; does not throw
     */
    public TransactionWrites(WriteRecorder recorder, Supplier<Optional<String>> callerNow) {
        this.recorder = recorder;
        this.callerNow = callerNow;
    }

    /** Adds a caller who writes in the transaction, or may have written. */
    synchronized void add(String caller) {
        entries.computeIfAbsent(caller, recorder::begin);
    }

    /**
     * Adds a write.
     *
     * @param client the client of the current request, if it remembers a position
     * @param unnamed the request's writes without a caller
     */
    public synchronized TransactionWrites with(
            Optional<String> caller, Optional<ClientPosition> client, Optional<UnclaimedWrites> unnamed) {
        caller.ifPresent(this::add);
        client.ifPresent(clients::add);
        if (caller.isEmpty()) {
            unnamed.ifPresent(unclaimed::add);
            nobody = true;
        }
        return this;
    }

    /**
     * Adds a caller who has logged in since a write without a caller. The client receives the position nevertheless,
     * and the writes can still be claimed: the caller at the commit may differ from the request's, as in an EJB with
     * its own role.
     */
    private void addCallerNow() {
        if (nobody()) {
            callerNow.get().ifPresent(this::add);
        }
    }

    /** Returns the requests' writes without a caller; empty if all have a caller. */
    private synchronized List<UnclaimedWrites> unclaimed() {
        return nobody ? List.copyOf(unclaimed) : List.of();
    }

    private synchronized List<PendingEntry> all() {
        return List.copyOf(entries.values());
    }

    private synchronized List<ClientPosition> clients() {
        return List.copyOf(clients);
    }

    private synchronized boolean nobody() {
        return nobody;
    }

    @Override
    public void joinedBy(Optional<String> caller, Optional<ClientPosition> client, Optional<UnclaimedWrites> unnamed) {
        with(caller, client, unnamed);
    }

    @Override
    public void beforeStatement(Optional<Backend> backend) {
        if (backend.isPresent() && backends.add(backend.get())) {
            recorder.writesOn(backend.get());
        }
        all().forEach(recorder.entries()::announce);
    }

    @Override
    public void beforeCommit() {
        addCallerNow();
        all().forEach(recorder.entries()::awaitAnnouncement);
    }

    @Override
    public void afterCommit() {
        List<ClientPosition> told = clients();
        for (PendingEntry entry : all()) {
            WriteOutcome recorded = recorder.afterCommit(entry, backends);
            told.forEach(client -> client.wrote(recorded));
        }
        unclaimed().forEach(writes -> writes.committed(backends));
        if (nobody() && !told.isEmpty()) {
            WriteOutcome recorded = recorder.afterCommitWithoutCaller(backends);
            told.forEach(client -> client.wrote(recorded));
        }
    }

    @Override
    public void afterRollback() {
        all().forEach(recorder.entries()::rolledBack);
    }

    @Override
    public void outcomeUnknown(Lost what) {
        all().forEach(entry -> recorder.outcomeUnknown(entry, what, Set.copyOf(backends)));
        unclaimed().forEach(writes -> writes.outcomeUnknown(what, backends));
        clients().forEach(client -> client.wrote(WriteOutcome.UNKNOWN));
    }
}
