package io.tidemark.marks;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.util.ArrayList;
import java.util.List;

/**
 * Raises the floor to where the primary is now, which covers every write whose mark may be missing from the store.
 *
 * <p>The store's epoch is fixed before the primary is asked: were the store emptied in between, other callers' marks of
 * that moment would be lost with it, and the position would not cover them.
 */
final class FloorRaiser {

    private final MarkStore store;
    private final PrimaryWatch primary;

    FloorRaiser(MarkStore store, PrimaryWatch primary) {
        this.store = store;
        this.primary = primary;
    }

    /** The floor that holds in this bucket from now on. */
    Position raise(ClusterId cluster, int bucket) throws StoreUnavailable, ServerFault {
        String epoch = store.epoch(cluster, bucket);
        return store.raiseFloor(cluster, bucket, epoch, positionNow(cluster));
    }

    /** Raises the floors of all buckets, by one position. */
    Position raiseAll(ClusterId cluster) throws StoreUnavailable, ServerFault {
        List<String> epochs = new ArrayList<>();
        for (int bucket = 0; bucket < store.buckets(); bucket++) {
            epochs.add(store.epoch(cluster, bucket));
        }
        Position position = positionNow(cluster);
        Position highest = position;
        for (int bucket = 0; bucket < epochs.size(); bucket++) {
            highest = highest.max(store.raiseFloor(cluster, bucket, epochs.get(bucket), position));
        }
        return highest;
    }

    private Position positionNow(ClusterId cluster) throws ServerFault {
        PositionReading reading = primary.positionAfterNow();
        if (!reading.cluster().equals(cluster)) {
            throw new ServerFault(
                    ServerFault.Kind.UNFIT,
                    "The primary belongs to cluster " + reading.cluster() + " now, no longer to " + cluster + ".");
        }
        return reading.position();
    }
}
