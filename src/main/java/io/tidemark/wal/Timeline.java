package io.tidemark.wal;

/**
 * A timeline of a cluster. Only one server at a time writes on it, because a promotion begins another. It therefore
 * distinguishes primaries, even if both are alive.
 *
 * @param cluster the cluster of the timeline
 * @param number PostgreSQL's timeline id
 */
public record Timeline(ClusterId cluster, int number) {

    /** Whether this is the other timeline, or one that replaced it. */
    public boolean follows(Timeline other) {
        return cluster.equals(other.cluster) && number >= other.number;
    }

    @Override
    public String toString() {
        return number + " of cluster " + cluster;
    }
}
