package io.tidemark.chaos;

import java.util.Map;

/**
 * A promotion of a replica. Writes that the replica had not received are lost with the old timeline.
 *
 * @param moved the time before the first connection to the new primary, in nanoseconds of the clock of all clients
 * @param gone the time after which no connection to the old primary works
 * @param versions the version of each object with which the new timeline begins
 */
record Promotion(long moved, long gone, Map<Long, Long> versions) {

    /** Copies the map. */
    Promotion {
        versions = Map.copyOf(versions);
    }

    /** {@return whether a version cannot be of the old timeline and survive} */
    boolean isAfter(Operation.Seen seen) {
        return seen.version() > versions.getOrDefault(seen.object(), -1L);
    }
}
