/**
 * The demo application: things that have a color. It shows how an application uses Tidemark: the resource is annotated
 * {@link io.tidemark.RoutedReads}, the persistence unit takes its connections from the routed data source, and nothing
 * else is different.
 *
 * <p>{@link io.tidemark.things.ThingsResource} speaks HTTP, {@link io.tidemark.things.Things} keeps the things, {@link
 * io.tidemark.things.Users} knows who may write, and every error is a {@link io.tidemark.things.Problem}.
 *
 * <p>May import: Jakarta EE, the exceptions of XA, MicroProfile Config, and of Tidemark only {@code io.tidemark}.
 */
@NullMarked
package io.tidemark.things;

import org.jspecify.annotations.NullMarked;
