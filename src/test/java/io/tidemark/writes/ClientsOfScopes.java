package io.tidemark.writes;

import io.tidemark.routing.Scope;
import io.tidemark.writes.WriteOutcome.Kept;
import java.util.Optional;

/** Lets tests of other packages write in a scope, and look at what its client brought. */
public final class ClientsOfScopes {

    private ClientsOfScopes() {}

    /** A write that nothing but the client remembers. */
    public static void wroteForNobody(Scope scope, PortablePosition position) {
        scope.client().orElseThrow().wrote(new WriteOutcome(position, Kept.NOWHERE));
    }

    /** A write whose mark is stored. */
    public static void wroteForACaller(Scope scope, PortablePosition position) {
        scope.client().orElseThrow().wrote(new WriteOutcome(position, Kept.IN_STORE));
    }

    /** What its client brought. */
    public static Optional<PortablePosition> brought(Scope scope) {
        return scope.client().flatMap(ClientPosition::brought);
    }
}
