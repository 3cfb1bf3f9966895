package io.tidemark.marks;

import io.tidemark.wal.Position;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the store holds for one caller.
 *
 * @param floor the position that every caller must reach; empty if the store is new, or may have lost marks since its
 *     floor was set
 * @param mark the position that this caller's reads must include; empty if it wrote nothing within the horizon
 * @param pending whether a write of this caller is under way, or its outcome is not known yet
 * @param expired its pending writes whose deadline is over: nobody renews them, yet they may have been committed
 * @param damaged whether something that it held for the caller cannot be read, so that a mark or a pending write may be
 *     missing; the next raise replaces it
 * @param time what the store's clock shows
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

    /** Whether the caller may have committed writes that neither the mark nor a pending write stands for. */
    boolean incomplete() {
        return damaged || !expired.isEmpty();
    }
}
