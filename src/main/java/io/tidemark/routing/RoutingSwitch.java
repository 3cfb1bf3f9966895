package io.tidemark.routing;

import io.tidemark.routing.RouterSettings.ReadPolicy;

/**
 * Where reads may go at this moment: what the settings said, until an operator says otherwise.
 *
 * <p>Asked at each read before anything that is held from earlier, so that no route to a replica outlives the switch to
 * the primary. Thread-safe.
 */
public final class RoutingSwitch {

    private static final System.Logger LOG = System.getLogger(RoutingSwitch.class.getName());

    private volatile ReadPolicy policy;

    RoutingSwitch(ReadPolicy first) {
        policy = first;
    }

    /** What holds for a read that is decided now. */
    public ReadPolicy policy() {
        return policy;
    }

    /** Switches, for every read that is decided after this. Nothing is remembered beyond the application's end. */
    public synchronized void to(ReadPolicy next) {
        if (policy != next) {
            policy = next;
            LOG.log(
                    System.Logger.Level.INFO,
                    next == ReadPolicy.REPLICA ? "Reads are routed" : "All reads are on the primary");
        }
    }
}
