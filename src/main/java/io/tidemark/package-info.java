/**
 * What an application sees of Tidemark: the binding {@link io.tidemark.RoutedReads}, what it chooses between
 * ({@link io.tidemark.Freshness}), what was chosen and why ({@link io.tidemark.Route}, {@link io.tidemark.Reason},
 * {@link io.tidemark.RouteDecision}), who reads ({@link io.tidemark.Caller}), work that
 * is no request ({@link io.tidemark.RoutedWork}), how things stand
 * ({@link io.tidemark.Status}) and what an operator may see and switch ({@link io.tidemark.RoutingMXBean}).
 *
 * <p>May import: the JDK and Jakarta's annotations.
 */
@NullMarked
package io.tidemark;

import org.jspecify.annotations.NullMarked;
