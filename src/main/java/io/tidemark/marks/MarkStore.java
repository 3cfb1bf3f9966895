package io.tidemark.marks;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The port to the store that keeps marks between requests and shares them between nodes.
 *
 * <p>A store has one or more buckets, which can lose their content one by one. Each caller belongs to one bucket, and
 * each bucket has its own floor. A caller's mark and pending entries expire one horizon after the last addition or
 * raise. A floor does not expire. A deadline follows the store's clock.
 *
 * <p>Every method but {@link #buckets} and {@link #bucket} is one round trip, bounded by the implementation's timeout.
 * A call that fails may have taken effect, or take effect later. Thread-safe.
 */
public interface MarkStore {

    /** Returns the number of buckets. Their numbers begin at zero. */
    int buckets();

    /** Returns the bucket of a caller, which is the same on every node. */
    int bucket(String caller);

    /**
     * Returns the caller's marks, and the floor of its bucket. If a mark was lost, the floor covers it or is missing.
     */
    CallerMarks fetch(ClusterId cluster, String caller) throws StoreUnavailable;

    /**
     * Adds or renews a pending entry of the caller. Has no effect on an entry that was removed, so that an addition
     * that arrives after the end of its write blocks no reads.
     *
     * @param write the id of the write, unique among all writes of all nodes
     * @param deadline the time for which the entry counts as live unless it is renewed
     */
    void addPending(ClusterId cluster, String caller, String write, Duration deadline) throws StoreUnavailable;

    /**
     * Raises the caller's mark to the position, never lowers it, and removes these pending entries in the same step.
     */
    void raise(ClusterId cluster, String caller, Position position, Set<String> writes) throws StoreUnavailable;

    /** Removes the pending entry of a write that was rolled back. */
    void dropPending(ClusterId cluster, String caller, String write) throws StoreUnavailable;

    /** Returns the condition of a bucket. */
    Condition check(ClusterId cluster, int bucket) throws StoreUnavailable;

    /**
     * Returns the epoch of a bucket: a text that identifies its content since it may last have lost something. Creates
     * one if it is missing. It differs on every server, and after everything that removes marks.
     */
    String epoch(ClusterId cluster, int bucket) throws StoreUnavailable;

    /**
     * Raises the bucket's floor to the position, never lowers it. The floor holds until the bucket may have lost
     * something again.
     *
     * @param epoch the result of {@link #epoch} before the position was read
     * @return the floor that now holds
     * @throws StoreUnavailable also if the epoch has changed, so that the position may be too old
     */
    Position raiseFloor(ClusterId cluster, int bucket, String epoch, Position position) throws StoreUnavailable;

    /**
     * The condition of a bucket.
     *
     * @param floor whether it has a floor that covers everything that it may have lost
     * @param unsafe the reason why it may lose marks at any time; empty if it may not
     * @param time the time of its clock
     */
    record Condition(boolean floor, Optional<String> unsafe, Instant time) {}
}
