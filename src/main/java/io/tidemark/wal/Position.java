package io.tidemark.wal;

/**
 * A position in the history of one cluster: a timeline and an LSN on it.
 *
 * <p>Positions are ordered by timeline first, because a replica on a newer timeline never receives the records that a
 * promotion left behind on an older one.
 *
 * @param timeline PostgreSQL's timeline id, at least 1
 * @param lsn the position on the timeline
 */
public record Position(int timeline, Lsn lsn) implements Comparable<Position> {

    public Position {
        if (timeline < 1) {
            throw new IllegalArgumentException("A timeline id is at least 1, not " + timeline);
        }
    }

    /**
     * Whether a server that has replayed up to this position has everything up to the other: it must be on the same
     * timeline, and not before it in bytes. Errs towards false: a newer timeline has the older one up to the branch,
     * but a position does not contain the branch. See {@link PrimaryWatch#attainable}.
     */
    public boolean covers(Position required) {
        return timeline == required.timeline && lsn.compareTo(required.lsn) >= 0;
    }

    /** Returns the later of the two. */
    public Position max(Position other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Position other) {
        int byTimeline = Integer.compare(timeline, other.timeline);
        return byTimeline != 0 ? byTimeline : lsn.compareTo(other.lsn);
    }

    /** Returns timeline and LSN with a colon between them, as in {@code 1:16/B374D848}. */
    @Override
    public String toString() {
        return timeline + ":" + lsn;
    }
}
