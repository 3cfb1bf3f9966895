package io.tidemark.routing;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.Reading;
import io.tidemark.wal.ServerFault;

/**
 * Raises the floor to where the primary is now, which covers every write whose mark may be missing from the store.
 *
 * <p>The store's epoch is fixed before the primary is asked: were the store emptied in between, other callers' marks of
 * that moment would be lost with it, and the position would not cover them.
 */
final class Floor {

    private final MarkStore store;
    private final PrimaryWatch primary;

    Floor(MarkStore store, PrimaryWatch primary) {
        this.store = store;
        this.primary = primary;
    }

    /** The floor that holds from now on. */
    Position raise(ClusterId cluster) throws StoreUnavailable, ServerFault {
        String epoch = store.epoch(cluster);
        Reading reading = primary.positionAfterNow();
        if (!reading.cluster().equals(cluster)) {
            throw new ServerFault(
                    ServerFault.Kind.UNFIT,
                    "The primary belongs to cluster " + reading.cluster() + " now, no longer to " + cluster + ".");
        }
        return store.raiseFloor(cluster, epoch, reading.position());
    }
}
