package io.tidemark.routing;

import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.Reading;
import io.tidemark.wal.ServerFault;

/**
 * Remembers that a caller has written: reads the primary's position after the commit, and raises the caller's mark to it.
 *
 * <p>Called on the thread that committed, after the commit and before the response leaves. Never throws: what cannot be
 * remembered now is owed to the store. Thread-safe.
 */
public final class WriteRecorder {

    private static final System.Logger LOG = System.getLogger(WriteRecorder.class.getName());

    private final PrimaryWatch primary;
    private final GuardedStore store;

    public WriteRecorder(PrimaryWatch primary, GuardedStore store) {
        this.primary = primary;
        this.store = store;
    }

    /** The caller's writes are, or may be, committed. */
    void ended(String caller) {
        try {
            Reading reading = primary.positionAfterNow();
            store.raise(reading.cluster(), caller, reading.position());
            LOG.log(System.Logger.Level.DEBUG, () -> caller + ": mark now " + reading.position());
        } catch (ServerFault | StoreUnavailable unavailable) {
            store.owe(String.valueOf(unavailable.getMessage()));
        } catch (RuntimeException unexpected) {
            LOG.log(System.Logger.Level.ERROR, "The mark of a write could not be stored", unexpected);
            store.owe(unexpected.toString());
        }
    }
}
