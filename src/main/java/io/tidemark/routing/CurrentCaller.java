package io.tidemark.routing;

import io.tidemark.Caller;
import java.util.Optional;

/**
 * The caller on the current thread: the caller given to its work, else that of the application or the server, else the
 * last caller seen in the same scope. On a thread that the server did not prepare, the server may know no caller, or a
 * wrong one. A server may also lose the caller when a request is dispatched again.
 *
 * @param supplied the caller according to the application or the server
 */
public record CurrentCaller(Scopes scopes, Caller supplied) implements Caller {

    @Override
    public Optional<String> name() {
        return scopes.caller().or(supplied::name).or(() -> scopes.scope().flatMap(Scope::caller));
    }
}
