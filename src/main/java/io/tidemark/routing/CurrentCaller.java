package io.tidemark.routing;

import io.tidemark.Caller;
import java.util.Optional;

/**
 * Who reads or writes on the current thread: whom its work was given as caller, else whom the application or the server
 * says, else who was last seen in the same scope. On a thread that the server did not give a caller it may know nobody, or
 * somebody else; a server may also forget whose a request is when the request is dispatched again.
 *
 * @param supplied is asked where no caller was given
 */
public record CurrentCaller(Scopes scopes, Caller supplied) implements Caller {

    @Override
    public Optional<String> name() {
        return scopes.caller().or(supplied::name).or(() -> scopes.scope().flatMap(Scope::caller));
    }
}
