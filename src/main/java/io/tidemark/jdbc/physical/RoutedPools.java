package io.tidemark.jdbc.physical;

import io.tidemark.routing.Routing;
import java.util.Optional;

/**
 * The pools behind one routed data source, and the routing between them. All its connections share them.
 *
 * @param replica empty counts as a replica that failed
 */
public record RoutedPools(PrimaryPool primary, Optional<ReplicaPool> replica, Routing routing) {}
