/**
 * What only exists over HTTP: a scope per request, and what was routed in it as response headers.
 *
 * <p>May import: the JDK, Jakarta Servlet and CDI annotations, {@code io.tidemark}, {@code io.tidemark.routing}
 * and {@code io.tidemark.writes}.
 */
@NullMarked
package io.tidemark.web;

import org.jspecify.annotations.NullMarked;
