/**
 * The public API of Tidemark.
 *
 * <ul>
 *   <li>{@link io.tidemark.RoutedReads} lets replicas serve the reads of a method or class, with a
 *       {@link io.tidemark.Freshness}.
 *   <li>{@link io.tidemark.RouteDecision} reports the {@link io.tidemark.Route} of each statement and its
 *       {@link io.tidemark.Reason}.
 *   <li>{@link io.tidemark.Caller} identifies the reader; {@link io.tidemark.RoutedWork} supplies one outside requests.
 *   <li>{@link io.tidemark.Routed} injects the routed data source.
 *   <li>{@link io.tidemark.Status} shows the current status; {@link io.tidemark.RoutingMXBean} shows it in JMX and
 *       switches routing.
 * </ul>
 *
 * <p>May import: the JDK and Jakarta's annotations.
 */
@NullMarked
package io.tidemark;

import org.jspecify.annotations.NullMarked;
