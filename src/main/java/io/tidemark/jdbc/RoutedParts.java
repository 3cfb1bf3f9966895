package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.PrimaryPool;
import io.tidemark.jdbc.physical.ReplicaPool;
import io.tidemark.jdbc.physical.RoutedPools;
import io.tidemark.routing.Routing;
import io.tidemark.sql.Classifier;
import io.tidemark.time.Ticker;
import java.util.List;

/**
 * The parts of a routed data source that all its connections share. Thread-safe.
 *
 * @param pools the pools and the routing between them
 * @param shared failures of reads that the primary has too
 * @param blocked reads that a lock of the replay blocks
 * @param metadata answers that all connections of the pools give alike
 * @param observers the observers of statements
 */
record RoutedParts(
        RoutedPools pools,
        Classifier classifier,
        SharedFailures shared,
        BlockedReads blocked,
        MetadataCache metadata,
        StatementObservers observers) {

    /** Parts that have seen no failure and no metadata yet. */
    RoutedParts(RoutedPools pools, Classifier classifier, StatementObservers observers, Ticker ticker) {
        this(
                pools,
                classifier,
                new SharedFailures(ticker),
                new BlockedReads(ticker),
                new MetadataCache(ticker),
                observers);
    }

    PrimaryPool primary() {
        return pools.primary();
    }

    List<ReplicaPool> replicas() {
        return pools.replicas();
    }

    Routing routing() {
        return pools.routing();
    }
}
