package io.tidemark.writes;

import io.tidemark.routing.Scope;
import io.tidemark.writes.WriteOutcome.Kept;
import java.util.Optional;

/** Lets tests of other packages write in a scope, and read the position that its client sent. */
public final class ClientsOfScopes {

    private ClientsOfScopes() {}

    /** Notes a write that only the client remembers. */
    public static void wroteForNobody(Scope scope, PortablePosition position) {
        scope.client().orElseThrow().wrote(new WriteOutcome(position, Kept.NOWHERE));
    }

    /** Notes a write whose mark is stored. */
    public static void wroteForACaller(Scope scope, PortablePosition position) {
        scope.client().orElseThrow().wrote(new WriteOutcome(position, Kept.IN_STORE));
    }

    /** Returns the position that the client sent. */
    public static Optional<PortablePosition> brought(Scope scope) {
        return scope.client().flatMap(ClientPosition::brought);
    }
}
