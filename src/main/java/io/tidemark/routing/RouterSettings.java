package io.tidemark.routing;

import java.time.Duration;

/**
 * The settings of the decision.
 *
 * @param routing whether reads are routed, until {@link RoutingSwitch} is set
 * @param replicaWait the maximum wait for one new poll of a replica that is behind
 * @param markAge the time for which a scope trusts a mark that it has fetched
 */
public record RouterSettings(ReadPolicy routing, Duration replicaWait, Duration markAge) {

    /** The servers that reads may use. */
    public enum ReadPolicy {
        /** A replica that covers the required position. */
        REPLICA,
        /** The primary only. Marks are still kept, for other nodes and for a later change back. */
        PRIMARY
    }
}
