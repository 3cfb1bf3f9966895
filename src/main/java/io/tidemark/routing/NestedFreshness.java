package io.tidemark.routing;

import io.tidemark.Freshness;

/**
 * The freshness of nested routed calls. The innermost call decides, but an outer {@link Freshness#LATEST} also binds an
 * inner {@link Freshness#READ_YOUR_WRITES}, which may be the inner code's default. An inner {@link Freshness#EVENTUAL}
 * is explicit, and is kept.
 *
 * @param freshness the freshness of reads now
 * @param strictest the strictest freshness of the innermost call and all calls around it
 */
record NestedFreshness(Freshness freshness, Freshness strictest) {

    static NestedFreshness of(Freshness outermost) {
        return new NestedFreshness(outermost, outermost);
    }

    NestedFreshness with(Freshness inner) {
        Freshness both = inner.compareTo(strictest) > 0 ? inner : strictest;
        return new NestedFreshness(inner == Freshness.EVENTUAL ? inner : both, both);
    }
}
