package io.tidemark.wal;

/**
 * A replica to watch.
 *
 * @param name the operator's name
 * @param weight its share of callers, relative to the other weights; positive
 * @param server polled for its position; the watch closes it
 */
public record ReplicaSource(ReplicaName name, double weight, PositionSource server) {

    /** Checks the weight. */
    public ReplicaSource {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("The weight of " + name + " is " + weight + "; it must be positive");
        }
    }

    /** Creates a source whose weight is that of most replicas. */
    public static ReplicaSource of(ReplicaName name, PositionSource server) {
        return new ReplicaSource(name, 1, server);
    }
}
