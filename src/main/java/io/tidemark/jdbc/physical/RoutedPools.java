package io.tidemark.jdbc.physical;

import io.tidemark.routing.Routing;
import io.tidemark.wal.ReplicaName;
import java.util.List;
import java.util.Optional;

/**
 * The pools behind one routed data source, and the routing between them. All its connections share them.
 *
 * @param replicas one for each replica, with different names; none counts as a replica that failed
 */
public record RoutedPools(PrimaryPool primary, List<ReplicaPool> replicas, Routing routing) {

    /** Copies the list. */
    public RoutedPools {
        replicas = List.copyOf(replicas);
    }

    /** Returns the pool of that replica. */
    Optional<ReplicaPool> replica(ReplicaName name) {
        for (ReplicaPool pool : replicas) {
            if (pool.name().equals(name)) {
                return Optional.of(pool);
            }
        }
        return Optional.empty();
    }
}
