package io.tidemark.wal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A server's answer to a query for its position.
 *
 * @param server the server that answered
 * @param position a primary's normalised insert position, or the position up to which a replica has replayed
 * @param flushed the flushed part of a primary's log, which alone is sent to replicas; empty for a replica
 * @param clock the server's wall clock at the time of the answer; empty if it was not queried
 * @param collations the versions of the collations in use; empty if they were not queried
 * @param synchronous the state of a primary's synchronous replication; empty if it is off, or for a replica
 * @param connection the number of the polling connection; a new connection may lead to another incarnation of the server
 */
public record PositionReading(
        ServerId server,
        Position position,
        Optional<Flushed> flushed,
        Optional<Instant> clock,
        Optional<CollationVersions> collations,
        Optional<Synchronous> synchronous,
        int connection) {

    /** Creates a reading without clock and collations. */
    public PositionReading(ServerId server, Position position, Optional<Flushed> flushed) {
        this(server, position, flushed, Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }

    /** Returns this reading with the server's wall clock. */
    public PositionReading with(Instant time) {
        return new PositionReading(server, position, flushed, Optional.of(time), collations, synchronous, connection);
    }

    /** Returns this reading with the versions of the collations in use. */
    public PositionReading with(CollationVersions versions) {
        return new PositionReading(server, position, flushed, clock, Optional.of(versions), synchronous, connection);
    }

    /** Returns this reading with the state of synchronous replication. */
    public PositionReading with(Synchronous state) {
        return new PositionReading(server, position, flushed, clock, collations, Optional.of(state), connection);
    }

    /** Returns this reading with the number of the polling connection. */
    public PositionReading over(int number) {
        return new PositionReading(server, position, flushed, clock, collations, synchronous, number);
    }

    /** Returns this reading on another timeline. */
    PositionReading on(int timeline) {
        return new PositionReading(
                server, new Position(timeline, position.lsn()), flushed, clock, collations, synchronous, connection);
    }

    /**
     * The part of a log that is on disk.
     *
     * @param upTo its end
     * @param within the time after which an asynchronous commit is on disk
     */
    public record Flushed(Lsn upTo, Duration within) {}

    /**
     * The commits that wait for a synchronous standby. A standby may show them already; the primary does not yet.
     *
     * @param waiting the ids of their transactions, if a thread needs them; otherwise empty
     */
    public record Synchronous(Set<Long> waiting) {}

    /** Returns the cluster of the server. */
    public ClusterId cluster() {
        return server.cluster();
    }

    /** Returns the timeline of the position. */
    public Timeline timeline() {
        return new Timeline(cluster(), position.timeline());
    }
}
