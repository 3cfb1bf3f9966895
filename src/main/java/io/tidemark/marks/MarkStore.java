package io.tidemark.marks;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Where marks are kept between requests and shared between nodes.
 *
 * <p>A store has one or more buckets, which can be lost one by one. Each caller belongs to one, and each has a floor of
 * its own. Marks and pending writes of a caller expire a horizon after the last of them was added or raised; a floor does
 * not. A deadline follows the store's clock.
 *
 * <p>Every method but {@link #buckets} and {@link #bucket} is one round trip, bounded by the implementation's time-out.
 * One that fails may have been carried out, or may yet be. Thread-safe.
 */
public interface MarkStore {

    /** How many buckets there are; their numbers begin at zero. */
    int buckets();

    /** The bucket that a caller's mark is in; the same on every node. */
    int bucket(String caller);

    /** The floor of the caller's bucket, and what is held for the caller, all of one moment. */
    CallerMarks fetch(ClusterId cluster, String caller) throws StoreUnavailable;

    /**
     * Adds a pending write of the caller's, or renews it. Does nothing for one that was dropped, so that an addition that
     * is overtaken by its own end holds nobody up.
     *
     * @param write identifies it among all writes of all nodes
     * @param deadline how long it is to be taken for alive without being renewed
     */
    void addPending(ClusterId cluster, String caller, String write, Duration deadline) throws StoreUnavailable;

    /** Raises the caller's mark to the position, never lowers it, and drops these pending writes in the same moment. */
    void raise(ClusterId cluster, String caller, Position position, Set<String> writes) throws StoreUnavailable;

    /** Drops a pending write that was rolled back. */
    void dropPending(ClusterId cluster, String caller, String write) throws StoreUnavailable;

    /** How a bucket is. */
    Condition check(ClusterId cluster, int bucket) throws StoreUnavailable;

    /**
     * What stands for the bucket's content since it may last have lost something: put there if it is missing, and another
     * one on every server, and after everything that takes marks away.
     */
    String epoch(ClusterId cluster, int bucket) throws StoreUnavailable;

    /**
     * Raises the bucket's floor to the position, never lowers it. It holds until the bucket may have lost something again.
     *
     * @param epoch what {@link #epoch} answered before the position was read
     * @return the floor that now holds
     * @throws StoreUnavailable also if the epoch is another one, so that the position may be too old
     */
    Position raiseFloor(ClusterId cluster, int bucket, String epoch, Position position) throws StoreUnavailable;

    /**
     * How a bucket is.
     *
     * @param floor whether it has a floor that covers whatever it may have lost
     * @param unsafe why marks may get lost in it at any time; empty if it is as it should be
     * @param time what its clock shows
     */
    record Condition(boolean floor, Optional<String> unsafe, Instant time) {}
}
