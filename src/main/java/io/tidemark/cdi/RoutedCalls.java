package io.tidemark.cdi;

import io.tidemark.Freshness;
import io.tidemark.routing.Scopes;

/** Begins calls of methods under {@link io.tidemark.RoutedReads}. Thread-safe. */
record RoutedCalls(Scopes scopes, RoutingEffectCheck effect) {

    /** Binds the freshness to the thread, and counts the call. */
    Scopes.Binding begin(Freshness freshness) {
        effect.called();
        return scopes.route(freshness);
    }
}
