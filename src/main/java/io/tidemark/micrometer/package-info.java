/**
 * Publishes metrics through the Micrometer registry of the server: {@link io.tidemark.micrometer.MicrometerPublisher}. On
 * a server without that API, {@code beans.xml} excludes this package. The rest of the library does not refer to it.
 *
 * <p>May import: Micrometer, {@code jakarta.enterprise}, {@code jakarta.inject}, {@code io.tidemark} and {@code
 * io.tidemark.telemetry}.
 */
@NullMarked
package io.tidemark.micrometer;

import org.jspecify.annotations.NullMarked;
