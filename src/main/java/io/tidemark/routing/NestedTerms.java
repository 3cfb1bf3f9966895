package io.tidemark.routing;

import io.tidemark.Freshness;

/**
 * The terms of nested routed calls. The innermost call decides, but an outer {@link Freshness#LATEST} or {@link
 * Freshness#MONOTONIC} also binds less demanding inner calls, whose freshness may be the inner code's default. An inner
 * {@link Freshness#EVENTUAL} is explicit, and is kept.
 *
 * @param terms the terms of reads now
 * @param strictest the strictest freshness of the innermost call and all calls around it
 */
record NestedTerms(ReadTerms terms, Freshness strictest) {

    static NestedTerms of(ReadTerms outermost) {
        return new NestedTerms(outermost, outermost.freshness());
    }

    NestedTerms with(ReadTerms inner) {
        Freshness both = inner.freshness().compareTo(strictest) > 0 ? inner.freshness() : strictest;
        return new NestedTerms(inner.freshness() == Freshness.EVENTUAL ? inner : inner.with(both), both);
    }

    Freshness freshness() {
        return terms.freshness();
    }
}
