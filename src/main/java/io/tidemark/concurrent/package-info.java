/**
 * Thread context for the server's managed executors, by Jakarta Concurrency:
 * {@link io.tidemark.concurrent.RoutingContextProvider}. Inert where a server does not ask for it; nothing else of the library refers
 * to it.
 *
 * <p>May import: {@code jakarta.enterprise.concurrent.spi} and {@code io.tidemark.routing}.
 */
@NullMarked
package io.tidemark.concurrent;

import org.jspecify.annotations.NullMarked;
