/**
 * Publishes the numbers of {@link io.tidemark.Status} by MicroProfile Metrics, as {@link io.tidemark.RoutingMXBean} does
 * by JMX: {@link io.tidemark.metrics.RoutingMetrics}. On a server without that API, {@code beans.xml} leaves this package
 * out; nothing else of the library refers to it.
 *
 * <p>May import: MicroProfile Metrics, {@code jakarta.enterprise}, {@code jakarta.annotation}, {@code jakarta.inject} and
 * {@code io.tidemark}.
 */
@NullMarked
package io.tidemark.metrics;

import org.jspecify.annotations.NullMarked;
