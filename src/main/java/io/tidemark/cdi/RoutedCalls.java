package io.tidemark.cdi;

import io.tidemark.routing.ReadTerms;
import io.tidemark.routing.Router;
import io.tidemark.routing.Scopes;

/** Begins calls of methods under {@link io.tidemark.RoutedReads}. Thread-safe. */
record RoutedCalls(Router router, RoutingEffectCheck effect) {

    /** Whether this thread runs a routed call. */
    boolean isWithinCall() {
        return router.isWithinCall();
    }

    /** Binds the terms to the thread, and counts the call. */
    Scopes.Binding begin(ReadTerms terms) {
        effect.called();
        return router.begin(terms);
    }

    /** Binds the terms to the thread for a callback of the container. */
    Scopes.Binding beginCallback(ReadTerms terms) {
        return router.begin(terms);
    }
}
