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
 * The writes of everyone in one transaction, or of one statement by itself: what is told of it holds for all of them, and
 * the clients of the requests that wrote in it get to know where it ended. Writes without a caller also count for the one
 * who is the caller at the commit, and for the one who claims them later in the request. Thread-safe.
 */
public final class TransactionWrites implements Write {

    private final WriteRecorder recorder;
    private final Map<String, PendingEntry> entries = new LinkedHashMap<>(1);
    private final Set<ClientPosition> clients = new LinkedHashSet<>(1);
    private final Set<UnclaimedWrites> unclaimed = new LinkedHashSet<>(1);
    private final Supplier<Optional<String>> callerNow;
    private boolean nobody;

    /** The processes of the server that work in it. One set for all callers, since what commits, commits for all. */
    private final Set<Backend> backends = ConcurrentHashMap.newKeySet(1);

    /**
     * Writes of nobody yet.
     *
     * @param recorder remembers them
     * @param callerNow the caller on the current thread; does not throw
     */
    public TransactionWrites(WriteRecorder recorder, Supplier<Optional<String>> callerNow) {
        this.recorder = recorder;
        this.callerNow = callerNow;
    }

    /** Somebody who writes in it, or may have. */
    synchronized void add(String caller) {
        entries.computeIfAbsent(caller, recorder::begin);
    }

    /**
     * Adds whoever writes in it now.
     *
     * @param client the client of the request that this is done in, if it remembers a position
     * @param unnamed where that request's writes without a caller are noted
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
     * A caller who has logged in since something was written without one. The client is told nevertheless, and the writes can
     * be claimed: the caller at the commit may be another one than the request's, as in an EJB with a role of its own.
     */
    private void addCallerNow() {
        if (nobody()) {
            callerNow.get().ifPresent(this::add);
        }
    }

    /** Where the writes without a caller are noted; empty if all have one. */
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
