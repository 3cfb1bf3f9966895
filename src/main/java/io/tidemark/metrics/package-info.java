/**
 * Publishes the numbers of {@link io.tidemark.Status} through MicroProfile Metrics, as
 * {@link io.tidemark.RoutingMXBean} does through JMX: {@link io.tidemark.metrics.RoutingMetrics}. On a server without
 * that API, {@code beans.xml} excludes this package. The rest of the library does not refer to it.
 *
 * <p>May import: MicroProfile Metrics, {@code jakarta.enterprise}, {@code jakarta.annotation}, {@code jakarta.inject}
 * and {@code io.tidemark}.
 */
@NullMarked
package io.tidemark.metrics;

import org.jspecify.annotations.NullMarked;
