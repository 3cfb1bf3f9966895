package io.tidemark.routing;

import io.tidemark.routing.RouterSettings.ReadPolicy;

/**
 * The servers that reads may use now, and the callers whose reads may use a replica: by the settings, until an operator
 * changes them.
 *
 * <p>Each read evaluates it before any route that holds, so that no route to a replica outlives a switch to the
 * primary. Thread-safe.
 */
public final class RoutingSwitch {

    private static final System.Logger LOG = System.getLogger(RoutingSwitch.class.getName());

    private volatile ReadPolicy policy;
    private volatile CallerShare share;

    RoutingSwitch(ReadPolicy first, CallerShare share) {
        this.policy = first;
        this.share = share;
    }

    /** Returns the policy for a read that is decided now. */
    public ReadPolicy policy() {
        return policy;
    }

    /** Returns the callers whose reads may use a replica. */
    public CallerShare share() {
        return share;
    }

    /** Changes the share for all later reads. The value is lost when the application ends. */
    public synchronized void to(CallerShare next) {
        if (!share.equals(next)) {
            share = next;
            LOG.log(System.Logger.Level.INFO, "Reads of {0} % of the callers are routed", 100 * next.fraction());
        }
    }

    /** Switches all later reads. The value is lost when the application ends. */
    public synchronized void to(ReadPolicy next) {
        if (policy != next) {
            policy = next;
            LOG.log(System.Logger.Level.INFO, text(next));
        }
    }

    private static String text(ReadPolicy policy) {
        return switch (policy) {
            case REPLICA -> "Reads are routed";
            case PRIMARY -> "All reads are on the primary";
            case SHADOW -> "All reads are on the primary, and are counted as if they were routed";
        };
    }
}
