package io.tidemark.routing;

import io.tidemark.wal.Position;
import java.util.Optional;

/**
 * What the store holds for one caller.
 *
 * @param floor the position that every caller must reach; empty if the store is new or was emptied
 * @param mark the position that this caller's reads must include; empty if it wrote nothing within the horizon
 */
public record Marks(Optional<Position> floor, Optional<Position> mark) {}
