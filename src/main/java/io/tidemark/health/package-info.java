/**
 * Reports through MicroProfile Health whether this node can serve requests:
 * {@link io.tidemark.health.NodeReadiness}. On a server without that API, {@code beans.xml} excludes this package.
 * Within the library, only {@code io.tidemark.cdi} refers to it, for the settings
 * {@link io.tidemark.health.ReadinessPolicy} and {@link io.tidemark.health.HealthDetails}, which do not need the API.
 *
 * <p>The package has no liveness check. Restarting the application does not repair a server that is down, and without a
 * check MicroProfile Health reports an application as live for as long as it answers.
 *
 * <p>May import: MicroProfile Health, {@code jakarta.enterprise.context}, {@code jakarta.enterprise.event},
 * {@code jakarta.inject} and {@code io.tidemark}.
 */
@NullMarked
package io.tidemark.health;

import org.jspecify.annotations.NullMarked;
