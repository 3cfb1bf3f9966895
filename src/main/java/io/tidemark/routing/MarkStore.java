package io.tidemark.routing;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;

/**
 * Where marks are kept between requests and shared between nodes.
 *
 * <p>Every method is one round trip, bounded by the implementation's time-out. Nothing is ever cleared: marks expire
 * after the horizon, the floor does not. Thread-safe.
 */
public interface MarkStore {

    /** The floor and one caller's mark. */
    Marks fetch(ClusterId cluster, String caller) throws StoreUnavailable;

    /** Raises the caller's mark to the position, never lowers it, and lets it live for another horizon. */
    void raise(ClusterId cluster, String caller, Position position) throws StoreUnavailable;

    /** What stands for the store's content since it was last empty: a random text, put there if none is. */
    String epoch(ClusterId cluster) throws StoreUnavailable;

    /**
     * Raises the floor to the position, never lowers it.
     *
     * @param epoch what {@link #epoch} answered before the position was read
     * @return the floor that now holds
     * @throws StoreUnavailable also if the epoch is another one, so that the position may be too old
     */
    Position raiseFloor(ClusterId cluster, String epoch, Position position) throws StoreUnavailable;
}
