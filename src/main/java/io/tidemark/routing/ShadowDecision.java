package io.tidemark.routing;

import io.tidemark.Route;

/**
 * The decision that routing would have made for a read in shadow mode, which runs on the primary.
 *
 * @param decision the decision, made without a wait
 * @param waits whether the read would first have waited for a replica, so that its route is not known
 */
public record ShadowDecision(Decision decision, boolean waits) {

    /** Whether the read would have run on the primary without a wait. */
    boolean staysOnPrimary() {
        return !waits && decision.route() == Route.PRIMARY;
    }

    /** Returns the text for the log. */
    @Override
    public String toString() {
        return decision.route() + " (" + decision.reason() + ")" + (waits ? " unless a wait helps" : "");
    }
}
