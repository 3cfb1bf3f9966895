/**
 * The HTTP adapter: a scope per request, response headers with its routes, and position tokens for clients.
 *
 * <p>May import: the JDK, Jakarta Servlet and CDI annotations, {@code io.tidemark}, {@code io.tidemark.routing}
 * and {@code io.tidemark.writes}.
 */
@NullMarked
package io.tidemark.web;

import org.jspecify.annotations.NullMarked;
