package io.tidemark.routing;

import java.time.Duration;

/**
 * What may be set about the decision.
 *
 * @param routing whether reads are routed at all, until {@link RoutingSwitch} is set otherwise
 * @param replicaWait how long a read waits for one fresh poll of a replica that was behind at the last
 * @param markAge for how long a scope trusts a mark that it has fetched
 */
public record RouterSettings(ReadPolicy routing, Duration replicaWait, Duration markAge) {

    /** Where reads may go. */
    public enum ReadPolicy {
        /** To a replica that has what they must include. */
        REPLICA,
        /** To the primary, all of them. Marks are still kept, for other nodes and for a later change back. */
        PRIMARY
    }
}
