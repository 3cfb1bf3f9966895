package io.tidemark.writes;

import io.tidemark.wal.Backend;
import io.tidemark.writes.Write.Lost;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The writes of a request, and of all work that it hands over, that ended without a caller. A caller who appears later
 * in the request, by a log-in after a sign-up, claims them. Thread-safe.
 */
public final class UnclaimedWrites {

    private final Map<Lost, Set<Backend>> inDoubt = new EnumMap<>(Lost.class);
    private final Set<Backend> committedOn = new HashSet<>(1);
    private boolean committed;

    /** Notes committed writes. */
    synchronized void committed(Set<Backend> backends) {
        committedOn.addAll(backends);
        committed = true;
    }

    /** Notes writes that may have been committed, or may be committed later. */
    synchronized void outcomeUnknown(Lost what, Set<Backend> backends) {
        inDoubt.computeIfAbsent(what, lost -> new HashSet<>(1)).addAll(backends);
    }

    /** Whether there are committed writes without a caller. */
    public synchronized boolean areCommitted() {
        return committed;
    }

    /** Whether there are no writes to claim. */
    public synchronized boolean isEmpty() {
        return !committed && inDoubt.isEmpty();
    }

    /**
     * Assigns all writes to the caller. Returns when its mark is stored or owed, also to another thread that claims.
     */
    public synchronized void claim(String caller, WriteRecorder recorder, Optional<ClientPosition> client) {
        if (committed) {
            WriteOutcome recorded = recorder.afterCommit(recorder.begin(caller), Set.copyOf(committedOn));
            client.ifPresent(told -> told.wrote(recorded));
            committedOn.clear();
            committed = false;
        }
        inDoubt.forEach(
                (what, backends) -> recorder.outcomeUnknown(recorder.begin(caller), what, Set.copyOf(backends)));
        inDoubt.clear();
    }
}
