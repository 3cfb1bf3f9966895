package io.tidemark.wal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a server said of itself.
 *
 * @param server who answered
 * @param position a primary's normalised insert position, or the position up to which a replica has replayed
 * @param flushed how far a primary's log is safe, and may be sent to replicas; empty for a replica
 * @param clock the server's wall clock, read while it answered; empty if it was not asked for
 * @param collations the versions of the collations in use; empty if they were not asked for
 */
public record PositionReading(
        ServerId server,
        Position position,
        Optional<Flushed> flushed,
        Optional<Instant> clock,
        Optional<CollationVersions> collations) {

    /** Without clock and collations. */
    public PositionReading(ServerId server, Position position, Optional<Flushed> flushed) {
        this(server, position, flushed, Optional.empty(), Optional.empty());
    }

    /** The same with the server's wall clock. */
    public PositionReading with(Instant time) {
        return new PositionReading(server, position, flushed, Optional.of(time), collations);
    }

    /** The same with the versions of the collations in use. */
    public PositionReading with(CollationVersions versions) {
        return new PositionReading(server, position, flushed, clock, Optional.of(versions));
    }

    /** The same on another timeline. */
    PositionReading on(int timeline) {
        return new PositionReading(server, new Position(timeline, position.lsn()), flushed, clock, collations);
    }

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
