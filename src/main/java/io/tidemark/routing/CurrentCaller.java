package io.tidemark.routing;

import io.tidemark.Caller;
import java.util.Optional;

/**
 * Who reads or writes on the current thread: whom its work was given as caller, else whom the application or the server
 * says. On a thread that the server did not give a caller it may know nobody, or somebody else.
 *
 * @param supplied is asked where no caller was given
 */
public record CurrentCaller(Scopes scopes, Caller supplied) implements Caller {

    @Override
    public Optional<String> name() {
        return scopes.caller().or(supplied::name);
    }
}
