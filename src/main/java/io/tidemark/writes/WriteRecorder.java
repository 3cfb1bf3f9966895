package io.tidemark.writes;

import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.wal.Backend;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.WriteOutcome.Kept;
import java.util.Set;

/**
 * Remembers that a caller has written: announces the write before it can be committed, reads the primary's position after
 * the commit, and raises the caller's mark to it.
 *
 * <p>Called on the thread that commits; what comes after the commit comes before the response leaves, and never throws:
 * what cannot be remembered then is owed to the store. Thread-safe.
 */
public final class WriteRecorder {

    private static final System.Logger LOG = System.getLogger(WriteRecorder.class.getName());

    private final PrimaryWatch primary;
    private final GuardedStore store;
    private final PendingEntries entries;
    private final Settlement settlement;

    /**
     * Records in that store.
     *
     * @param settlement is given what is in doubt
     */
    public WriteRecorder(PrimaryWatch primary, GuardedStore store, PendingEntries entries, Settlement settlement) {
        this.primary = primary;
        this.store = store;
        this.entries = entries;
        this.settlement = settlement;
    }

    /** A write of that caller in a transaction that others may write in, too. */
    PendingEntry begin(String caller) {
        return entries.begin(caller);
    }

    /** The pending entries of the writes that are recorded here. */
    PendingEntries entries() {
        return entries;
    }

    /** Something is about to be written there. */
    void writesOn(Backend backend) {
        primary.writtenOn(backend.timeline());
    }

    /**
     * The caller's writes are, or may be, committed, and nothing of them is under way. If they are on another server than
     * the primary, one that it replaced, no position covers them: then they stay pending for as long as one in doubt.
     *
     * @param backends the server's processes that worked on them
     */
    WriteOutcome afterCommit(PendingEntry entry, Set<Backend> backends) {
        String caller = entry.caller();
        entries.end(entry);
        boolean mayBeStored = entry.mayBeStored();
        boolean raised = false;
        PortablePosition position = PortablePosition.UNKNOWN;
        try {
            PositionReading reading = primary.positionAfterNow();
            if (!covers(reading, backends)) {
                outcomeUnknown(begin(caller), Write.Lost.COMMIT, Set.of());
                return WriteOutcome.UNKNOWN;
            }
            position = PortablePosition.of(reading);
            Set<String> pending = mayBeStored ? Set.of(entry.id()) : Set.of();
            store.raise(reading.cluster(), caller, reading.position(), pending);
            raised = true;
            LOG.log(System.Logger.Level.DEBUG, () -> caller + ": mark now " + reading.position());
        } catch (ServerFault | StoreUnavailable unavailable) {
            store.oweFloor(String.valueOf(unavailable.getMessage()));
        } catch (RuntimeException unexpected) {
            LOG.log(System.Logger.Level.ERROR, "The mark of a write could not be stored", unexpected);
            store.oweFloor(unexpected.toString());
        } finally {
            if (mayBeStored && !raised) {
                entries.dropLater(entry);
            }
        }
        return new WriteOutcome(position, raised ? Kept.IN_STORE : Kept.NOWHERE);
    }

    /** Writes without a caller are, or may be, committed. Only a client can remember them. */
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

    /** What became of the writes is not known, and a commit may still be under way. */
    void outcomeUnknown(PendingEntry entry, Write.Lost what, Set<Backend> backends) {
        try {
            entries.put(entry);
        } catch (StoreUnavailable unavailable) {
            store.oweFloor(String.valueOf(unavailable.getMessage()));
        }
        if (backends.isEmpty()) {
            // No server process can be queried: only the deadline ends the entry.
            entries.end(entry);
            return;
        }
        settlement.add(new Settlement.Doubt(entry, what, backends, this));
    }
}
