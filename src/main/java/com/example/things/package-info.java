/**
 * The demo application: things that have a color. It shows how an application uses Tidemark: the resource is annotated
 * {@link io.tidemark.RoutedReads}, the persistence unit takes its connections from the routed data source, and nothing
 * else is different.
 *
 * <p>{@link com.example.things.ThingsResource} speaks HTTP, {@link com.example.things.Things} keeps the things, {@link
 * com.example.things.Users} knows who may write, and every error is a {@link com.example.things.Problem}.
 *
 * <p>May import: Jakarta EE, the exceptions of XA, MicroProfile Config, and of Tidemark only {@code io.tidemark}.
 */
@NullMarked
package com.example.things;

import org.jspecify.annotations.NullMarked;
