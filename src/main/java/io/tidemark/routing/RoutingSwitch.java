package io.tidemark.routing;

import io.tidemark.routing.RouterSettings.ReadPolicy;

/**
 * The servers that reads may use now: by the settings, until an operator changes it.
 *
 * <p>Each read evaluates it before any route that holds, so that no route to a replica outlives a switch to the
 * primary. Thread-safe.
 */
public final class RoutingSwitch {

    private static final System.Logger LOG = System.getLogger(RoutingSwitch.class.getName());

    private volatile ReadPolicy policy;

    RoutingSwitch(ReadPolicy first) {
        policy = first;
    }

    /** Returns the policy for a read that is decided now. */
    public ReadPolicy policy() {
        return policy;
    }

    /** Switches all later reads. The value is lost when the application ends. */
    public synchronized void to(ReadPolicy next) {
        if (policy != next) {
            policy = next;
            LOG.log(
                    System.Logger.Level.INFO,
                    next == ReadPolicy.REPLICA ? "Reads are routed" : "All reads are on the primary");
        }
    }
}
