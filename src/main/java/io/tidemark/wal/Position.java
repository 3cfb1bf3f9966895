package io.tidemark.wal;

/**
 * A place in the history of one cluster: a timeline and an LSN on it.
 *
 * <p>Ordered by timeline first: what a promotion left behind on an older timeline is not waited for on the newer one.
 *
 * @param timeline PostgreSQL's timeline id, at least 1
 * @param lsn the position on it
 */
public record Position(int timeline, Lsn lsn) implements Comparable<Position> {

    public Position {
        if (timeline < 1) {
            throw new IllegalArgumentException("A timeline id is at least 1, not " + timeline);
        }
    }

    /**
     * Whether a server that has replayed up to here has everything up to the other position: it must be on the same
     * timeline, and not before it in bytes. Errs towards no: what a newer timeline has of an older one ends where it
     * branched off, and a position alone does not tell where; see {@link PrimaryWatch#attainable}.
     */
    public boolean covers(Position required) {
        return timeline == required.timeline && lsn.compareTo(required.lsn) >= 0;
    }

    /** The later of the two. */
    public Position max(Position other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Position other) {
        int byTimeline = Integer.compare(timeline, other.timeline);
        return byTimeline != 0 ? byTimeline : lsn.compareTo(other.lsn);
    }

    /** Timeline and LSN with a colon between, as in {@code 1:16/B374D848}. */
    @Override
    public String toString() {
        return timeline + ":" + lsn;
    }
}
