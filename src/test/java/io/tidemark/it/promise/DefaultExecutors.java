package io.tidemark.it.promise;

import java.util.stream.Stream;

/** The server's default executors, which take the routing's context along on most servers. */
final class DefaultExecutors {

    private DefaultExecutors() {}

    /** Open Liberty's take along the contexts that it brings itself, and no others. */
    static boolean takeRoutingAlong() {
        return !"liberty".equals(System.getProperty("arquillian.launch"));
    }

    /**
     * The ways to hand work over with the routing's context.
     *
     * @param always those that name the context
     */
    static Stream<String> and(Stream<String> byDefault, String... always) {
        return takeRoutingAlong() ? Stream.concat(byDefault, Stream.of(always)) : Stream.of(always);
    }
}
