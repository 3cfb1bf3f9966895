package io.tidemark.jdbc;

import io.tidemark.routing.Routing;
import io.tidemark.sql.Classifier;
import io.tidemark.time.Ticker;
import java.util.Optional;

/**
 * What a routed data source is made of, and its connections share.
 *
 * @param replica empty counts as a replica that failed
 * @param common the failures that the primary has too
 * @param blocked the reads that a lock of the replay blocks
 * @param descriptions what the two pools' connections have in common
 */
record Parts(
        PrimaryPool primary,
        Optional<ReplicaPool> replica,
        Routing routing,
        Classifier classifier,
        CommonFailures common,
        BlockedReads blocked,
        Descriptions descriptions) {

    /** No read has failed yet, and no description is known. */
    Parts(PrimaryPool primary, Optional<ReplicaPool> replica, Routing routing, Classifier classifier, Ticker ticker) {
        this(
                primary,
                replica,
                routing,
                classifier,
                new CommonFailures(ticker),
                new BlockedReads(ticker),
                new Descriptions(ticker));
    }
}
