/**
 * Publishes the {@link io.tidemark.telemetry.Figure}s of a node through MicroProfile Metrics, as
 * {@link io.tidemark.RoutingMXBean} does through JMX: {@link io.tidemark.metrics.RoutingMetrics}. On a server without
 * that API, {@code beans.xml} excludes this package. The rest of the library does not refer to it.
 *
 * <p>May import: MicroProfile Metrics, {@code jakarta.enterprise}, {@code jakarta.annotation}, {@code jakarta.inject},
 * {@code io.tidemark} and {@code io.tidemark.telemetry}.
 */
@NullMarked
package io.tidemark.metrics;

import org.jspecify.annotations.NullMarked;
