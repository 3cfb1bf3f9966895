package io.tidemark.jdbc;

import io.tidemark.routing.Routing;
import io.tidemark.sql.Classifier;
import io.tidemark.time.Ticker;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * What a routed data source is made of, and its connections share.
 *
 * @param replica asked each time that a connection of the replica is wanted; empty counts as a replica that failed
 * @param admission asked of each connection of the replica before it serves
 * @param common the failures that the primary has too
 * @param blocked the reads that a lock of the replay blocks
 * @param descriptions what the two pools' connections have in common
 */
record Parts(
        DataSource primary,
        Supplier<Optional<DataSource>> replica,
        Admission admission,
        Routing routing,
        Classifier classifier,
        CommonFailures common,
        BlockedReads blocked,
        Descriptions descriptions) {

    /** No read has failed yet, and no description is known. */
    Parts(
            DataSource primary,
            Supplier<Optional<DataSource>> replica,
            Admission admission,
            Routing routing,
            Classifier classifier,
            Ticker ticker) {
        this(
                primary,
                replica,
                admission,
                routing,
                classifier,
                new CommonFailures(ticker),
                new BlockedReads(ticker),
                new Descriptions(ticker));
    }
}
