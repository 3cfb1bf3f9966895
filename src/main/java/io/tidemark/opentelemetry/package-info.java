/**
 * Publishes telemetry through the OpenTelemetry of the server, or of the application: metrics, attributes and events on
 * the current span, and a child span for each wait of a read ({@link
 * io.tidemark.opentelemetry.OpenTelemetryPublisher}). On a server without that API, {@code beans.xml} excludes this
 * package. The rest of the library does not refer to it.
 *
 * <p>May import: OpenTelemetry's API, {@code jakarta.enterprise}, {@code jakarta.inject}, {@code io.tidemark} and {@code
 * io.tidemark.telemetry}.
 */
@NullMarked
package io.tidemark.opentelemetry;

import org.jspecify.annotations.NullMarked;
