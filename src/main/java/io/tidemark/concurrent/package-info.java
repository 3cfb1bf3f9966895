/**
 * Propagates thread context to the server's managed executors through Jakarta Concurrency:
 * {@link io.tidemark.concurrent.RoutingContextProvider}. It has no effect on a server that does not use it. The rest of
 * the library does not refer to it.
 *
 * <p>May import: {@code jakarta.enterprise.concurrent.spi} and {@code io.tidemark.routing}.
 */
@NullMarked
package io.tidemark.concurrent;

import org.jspecify.annotations.NullMarked;
