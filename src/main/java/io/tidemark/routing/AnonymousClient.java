package io.tidemark.routing;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The name of a request's client that has no authenticated caller: its HTTP session, by setting. An authenticated
 * caller takes precedence; writes under this name are required in addition.
 *
 * <p>Used on the request's threads only. Work that is handed over receives the name instead.
 */
public interface AnonymousClient {

    /** Returns the name; empty if the client has not written under a name. */
    Optional<String> name();

    /** Returns the name for a write, and creates one if necessary; empty if the client cannot keep a name. */
    Optional<String> nameForWrite();

    /**
     * Makes the client keep its name, even if its session was replaced in this request. Called before the response
     * leaves.
     */
    void keepName();

    /** Returns the client's network address, by which a replica is preferred; empty outside a request. */
    Optional<String> address();

    /**
     * Creates a client without a name, or with a fixed one.
     *
     * @param address called only if several replicas may serve a read
     */
    static AnonymousClient of(Optional<String> name, Supplier<Optional<String>> address) {
        return new AnonymousClient() {
            @Override
            public Optional<String> address() {
                return address.get();
            }

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
