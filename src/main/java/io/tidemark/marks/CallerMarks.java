package io.tidemark.marks;

import io.tidemark.wal.Position;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The content of the store for one caller: its mark and its pending entries, with the floor of its bucket.
 *
 * @param floor the position that the reads of every caller must include; empty if the store is new, or may have lost
 *     marks since its floor was set
 * @param mark the position that this caller's reads must include; empty if it has not written within the horizon
 * @param pending whether a write of this caller is in flight, or its outcome is unknown
 * @param expired the pending entries past their deadline: their node no longer renews them, and the writes may be
 *     committed
 * @param damaged whether a value is unreadable, so that a mark or a pending entry may be missing; the next raise
 *     replaces it
 * @param time the time of the store's clock
 */
public record CallerMarks(
        Optional<Position> floor,
        Optional<Position> mark,
        boolean pending,
        Set<String> expired,
        boolean damaged,
        Instant time) {

    public CallerMarks {
        expired = Set.copyOf(expired);
    }

    /** Whether the caller may have committed writes that neither the mark nor a live pending entry covers. */
    boolean incomplete() {
        return damaged || !expired.isEmpty();
    }
}
