package io.tidemark.routing;

import java.util.Optional;

/**
 * A request's client under a name of its own, for requests without an authenticated caller: its HTTP session, where the
 * settings say so. The authenticated caller comes first; what was written under this name is required besides.
 *
 * <p>Used on the request's threads only. Work that is handed over takes the name along instead.
 */
public interface AnonymousClient {

    /** The name; empty for a client that has written nothing under one. */
    Optional<String> name();

    /** The name for a write, given now if there is none; empty where the client cannot keep one. */
    Optional<String> nameForWrite();

    /** Has the client keep its name, whatever happened to its session in this request. Called before the response leaves. */
    void keepName();

    /** A client without a name, or with one that does not change any more. */
    static AnonymousClient of(Optional<String> name) {
        return new AnonymousClient() {
            @Override
            public Optional<String> name() {
                return name;
            }

            @Override
            public Optional<String> nameForWrite() {
                return name;
            }

            @Override
            public void keepName() {}
        };
    }
}
