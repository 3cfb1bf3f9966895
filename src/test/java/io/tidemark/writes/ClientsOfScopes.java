package io.tidemark.writes;

import io.tidemark.routing.Scope;
import io.tidemark.writes.Recorded.Kept;
import java.util.Optional;

/** Lets tests of other packages write in a scope, and examine the position from its client. */
public final class ClientsOfScopes {

    private ClientsOfScopes() {}

    /** Simulates a write whose position only the client keeps. */
    public static void wroteForNobody(Scope scope, SentPosition position) {
        scope.client().orElseThrow().wrote(new Recorded(position, Kept.NOWHERE));
    }

    /** Simulates a write whose mark is stored. */
    public static void wroteForACaller(Scope scope, SentPosition position) {
        scope.client().orElseThrow().wrote(new Recorded(position, Kept.IN_STORE));
    }

    /** {@return the position from the client} */
    public static Optional<SentPosition> brought(Scope scope) {
        return scope.client().flatMap(ClientPosition::brought);
    }
}
