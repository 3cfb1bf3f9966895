package io.tidemark.cdi;

import io.tidemark.routing.ReadTerms;
import io.tidemark.routing.Scopes;

/** Begins calls of methods under {@link io.tidemark.RoutedReads}. Thread-safe. */
record RoutedCalls(Scopes scopes, RoutingEffectCheck effect) {

    /** Binds the terms to the thread, and counts the call. */
    Scopes.Binding begin(ReadTerms terms) {
        effect.called();
        return scopes.route(terms);
    }
}
