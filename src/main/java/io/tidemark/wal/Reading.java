package io.tidemark.wal;

import java.time.Duration;
import java.util.Optional;

/**
 * What a server said of itself.
 *
 * @param server who answered
 * @param position a primary's normalised insert position, or the position up to which a replica has replayed
 * @param flushed how far a primary's log is safe, and may be sent to replicas; empty for a replica
 */
public record Reading(ServerId server, Position position, Optional<Flushed> flushed) {

    /**
     * How far a log is on disk.
     *
     * @param upTo the position that is
     * @param within in what time a commit gets there that nobody waited for
     */
    public record Flushed(Lsn upTo, Duration within) {}

    /** The cluster that the server belongs to. */
    public ClusterId cluster() {
        return server.cluster();
    }

    /** The timeline of the position. */
    public Timeline timeline() {
        return new Timeline(cluster(), position.timeline());
    }
}
