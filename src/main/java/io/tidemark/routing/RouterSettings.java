package io.tidemark.routing;

import java.time.Duration;

/**
 * The settings of the decision.
 *
 * @param routing whether reads are routed, until {@link RoutingSwitch} is set
 * @param share the callers whose reads may use a replica, until {@link RoutingSwitch} is set
 * @param replicaWait the maximum wait for the first replica that covers a position, if none does
 * @param markAge the time for which a scope trusts a mark that it has fetched
 * @param loadFactor the most reads in flight on a replica, as a multiple of its share; greater than 1
 * @param budget the limits of the reads that the primary runs because no replica can serve them
 */
public record RouterSettings(
        ReadPolicy routing,
        CallerShare share,
        Duration replicaWait,
        Duration markAge,
        double loadFactor,
        BudgetSettings budget) {

    /** Settings for all callers, without a budget. */
    public RouterSettings(ReadPolicy routing, Duration replicaWait, Duration markAge, double loadFactor) {
        this(routing, CallerShare.ALL, replicaWait, markAge, loadFactor, BudgetSettings.NONE);
    }

    /** The servers that reads may use. */
    public enum ReadPolicy {
        /** A replica that covers the required position. */
        REPLICA,
        /** The primary only. Marks are still kept, for other nodes and for a later change back. */
        PRIMARY,
        /** The primary only, but each decision is also made as if reads were routed, and counted. */
        SHADOW
    }
}
