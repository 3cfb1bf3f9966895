package io.tidemark.wal;

/**
 * One line of a cluster's history. One server at a time writes it: a promotion begins another. So it tells one primary
 * from another, also if both are alive.
 *
 * @param cluster the cluster whose history it is
 * @param number PostgreSQL's timeline id
 */
public record Timeline(ClusterId cluster, int number) {

    /** Whether it is that one, or one that took its place. */
    public boolean follows(Timeline other) {
        return cluster.equals(other.cluster) && number >= other.number;
    }

    @Override
    public String toString() {
        return number + " of cluster " + cluster;
    }
}
