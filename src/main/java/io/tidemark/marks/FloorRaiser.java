package io.tidemark.marks;

import io.tidemark.telemetry.Telemetry;
import io.tidemark.telemetry.Telemetry.FloorCause;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.ServerFault;
import java.util.ArrayList;
import java.util.List;

/**
 * Raises the floor to the primary's current position, which covers every write whose mark may be missing in the store.
 *
 * <p>The epoch is read before the position. If the store were emptied in between, it would lose marks that the position
 * does not cover; the epoch then differs, and the raise is rejected.
 */
final class FloorRaiser {

    /** A query for the primary's position that starts after the call. */
    @FunctionalInterface
    interface PositionQuery {
        PositionReading run() throws ServerFault;
    }

    private final MarkStore store;
    private final PositionQuery primary;
    private final Telemetry telemetry;

    FloorRaiser(MarkStore store, PositionQuery primary, Telemetry telemetry) {
        this.store = store;
        this.primary = primary;
        this.telemetry = telemetry;
    }

    /** Raises the floor of a bucket. Returns the floor that now holds. */
    Position raise(ClusterId cluster, int bucket, FloorCause cause) throws StoreUnavailable, ServerFault {
        String epoch = store.epoch(cluster, bucket);
        Position raised = store.raiseFloor(cluster, bucket, epoch, positionNow(cluster));
        telemetry.floorRaised(cause);
        return raised;
    }

    /** Raises the floors of all buckets to one position, which this node owes. Returns the highest floor that now holds. */
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
        telemetry.floorRaised(FloorCause.OWED);
        return highest;
    }

    private Position positionNow(ClusterId cluster) throws ServerFault {
        PositionReading reading = primary.run();
        if (!reading.cluster().equals(cluster)) {
            throw new ServerFault(
                    ServerFault.Kind.UNFIT,
                    "The primary belongs to cluster " + reading.cluster() + " now, no longer to " + cluster + ".");
        }
        return reading.position();
    }
}
