package io.tidemark.writes;

import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.wal.Backend;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.WriteOutcome.Kept;
import java.util.Optional;
import java.util.Set;

/**
 * Records a caller's writes: it creates the pending entry, reads the primary's position after the commit, and raises
 * the caller's mark to it.
 *
 * <p>It is called on the committing thread. The steps after the commit are done before the response leaves, and never
 * throw. If the mark cannot be stored, this node owes the store a floor. If the position cannot be read, the write stays
 * pending. Thread-safe.
 */
public final class WriteRecorder {

    private static final System.Logger LOG = System.getLogger(WriteRecorder.class.getName());

    private final PrimaryWatch primary;
    private final GuardedStore store;
    private final PendingEntries entries;
    private final Settlement settlement;

    /**
     * Creates a recorder for this store.
     *
     * @param settlement receives commits in doubt
     */
    public WriteRecorder(PrimaryWatch primary, GuardedStore store, PendingEntries entries, Settlement settlement) {
        this.primary = primary;
        this.store = store;
        this.entries = entries;
        this.settlement = settlement;
    }

    /** Creates the pending entry for a write of this caller. */
    PendingEntry begin(String caller) {
        return entries.begin(caller);
    }

    /** Returns the pending entries of the recorded writes. */
    PendingEntries entries() {
        return entries;
    }

    /** Notes that this server process is about to write. */
    void writesOn(Backend backend) {
        primary.writtenOn(backend.timeline());
    }

    /**
     * Raises the caller's mark after its writes are, or may be, committed, and no command of them is in flight. If they
     * are on a server that the primary has replaced, no position covers them. They then stay pending as long as a
     * commit in doubt.
     *
     * @param backends the server processes that worked on the writes
     */
    WriteOutcome afterCommit(PendingEntry entry, Set<Backend> backends) {
        String caller = entry.caller();
        entries.end(entry);
        boolean mayBeStored = entry.mayBeStored();
        boolean raised = false;
        try {
            PositionReading reading = primary.positionAfterNow();
            if (!covers(reading, backends)) {
                outcomeUnknown(begin(caller), Write.Lost.COMMIT, Set.of());
                return WriteOutcome.UNKNOWN;
            }
            raised = raise(reading.cluster(), caller, reading.position(), mayBeStored ? Set.of(entry.id()) : Set.of());
            return outcome(PortablePosition.of(reading), raised);
        } catch (ServerFault unknown) {
            LOG.log(System.Logger.Level.DEBUG, "A write stays pending, since its position is unknown", unknown);
            keepUntilKnown(caller, backends);
            return WriteOutcome.UNKNOWN;
        } catch (RuntimeException unexpected) {
            oweFor(unexpected);
            return WriteOutcome.UNKNOWN;
        } finally {
            if (mayBeStored && !raised) {
                entries.dropLater(entry);
            }
        }
    }

    /** Raises the caller's mark. Returns false if the store is owed a floor instead. */
    private boolean raise(ClusterId cluster, String caller, Position position, Set<String> pending) {
        try {
            store.raise(cluster, caller, position, pending);
            LOG.log(System.Logger.Level.DEBUG, () -> caller + ": mark now " + position);
            return true;
        } catch (StoreUnavailable unavailable) {
            store.oweFloor(String.valueOf(unavailable.getMessage()));
        } catch (RuntimeException unexpected) {
            oweFor(unexpected);
        }
        return false;
    }

    private void oweFor(RuntimeException unexpected) {
        LOG.log(System.Logger.Level.ERROR, "A mark could not be stored", unexpected);
        store.oweFloor(unexpected.toString());
    }

    private static WriteOutcome outcome(PortablePosition position, boolean stored) {
        return new WriteOutcome(position, stored ? Kept.IN_STORE : Kept.NOWHERE);
    }

    /**
     * Raises the caller's mark to a position that covers what its reads have shown. Does not throw.
     *
     * @param caller empty if only the client can remember the position
     * @param position unknown if only the primary covers the reads
     */
    public void observed(Optional<String> caller, Optional<ClientPosition> client, PortablePosition position) {
        boolean stored = caller.isPresent() && raise(caller.get(), position);
        client.ifPresent(remembering -> remembering.wrote(outcome(position, stored)));
    }

    private boolean raise(String caller, PortablePosition position) {
        if (position.known().isEmpty()) {
            keepUntilKnown(caller, Set.of());
            return false;
        }
        PortablePosition.Known known = position.known().get();
        return raise(known.cluster(), caller, known.position(), Set.of());
    }

    /** Returns a position that covers committed writes without a caller. Only a client can remember it. */
    WriteOutcome afterCommitWithoutCaller(Set<Backend> backends) {
        try {
            PositionReading reading = primary.positionAfterNow();
            return covers(reading, backends)
                    ? new WriteOutcome(PortablePosition.of(reading), Kept.NOWHERE)
                    : WriteOutcome.UNKNOWN;
        } catch (ServerFault fault) {
            LOG.log(System.Logger.Level.DEBUG, "A client's write has no position", fault);
            return WriteOutcome.UNKNOWN;
        }
    }

    private static boolean covers(PositionReading reading, Set<Backend> backends) {
        for (Backend backend : backends) {
            if (!backend.timeline().equals(reading.timeline())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds an entry that stays until the primary's position can be read. If the store does not take it, the store is owed a
     * floor.
     *
     * @param backends the server processes that worked on the writes; empty for reads
     */
    private void keepUntilKnown(String caller, Set<Backend> backends) {
        PendingEntry entry = begin(caller);
        put(entry);
        settle(entry, Write.Lost.COMMIT, Set.copyOf(backends));
    }

    private void put(PendingEntry entry) {
        try {
            entries.put(entry);
        } catch (StoreUnavailable unavailable) {
            store.oweFloor(String.valueOf(unavailable.getMessage()));
        }
    }

    private void settle(PendingEntry entry, Write.Lost what, Set<Backend> backends) {
        settlement.add(new Settlement.Doubt(entry, what, backends, this));
    }

    /** Keeps the entry pending, because the outcome is unknown and a commit may still be in flight. */
    void outcomeUnknown(PendingEntry entry, Write.Lost what, Set<Backend> backends) {
        put(entry);
        if (backends.isEmpty()) {
            // No server process can be queried: only the deadline ends the entry.
            entries.end(entry);
        } else {
            settle(entry, what, backends);
        }
    }
}
