package io.tidemark.jdbc;

import io.tidemark.routing.Routing;
import io.tidemark.sql.Classifier;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * What a routed data source is made of, and its connections share.
 *
 * @param replica asked each time that a connection of the replica is wanted; empty counts as a replica that failed
 * @param admission asked of each connection of the replica before it serves
 * @param common the failures that the primary has too
 * @param blocked the reads that a lock of the replay blocks
 */
record Parts(
        DataSource primary,
        Supplier<Optional<DataSource>> replica,
        Admission admission,
        Routing routing,
        Classifier classifier,
        CommonFailures common,
        BlockedReads blocked) {

    /**
     * Nothing has failed yet.
     *
     * @param nanos a monotonic time in nanoseconds
     */
    Parts(
            DataSource primary,
            Supplier<Optional<DataSource>> replica,
            Admission admission,
            Routing routing,
            Classifier classifier,
            LongSupplier nanos) {
        this(primary, replica, admission, routing, classifier, new CommonFailures(nanos), new BlockedReads(nanos));
    }
}
