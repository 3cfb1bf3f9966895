/**
 * The HTTP adapter: a scope per request, response headers with its routes, and position tokens for clients.
 *
 * <p>May import: the JDK, Jakarta Servlet and CDI annotations, {@code io.tidemark} and {@code io.tidemark.routing}.
 */
@NullMarked
package io.tidemark.web;

import org.jspecify.annotations.NullMarked;
