/**
 * Reports through MicroProfile Health whether this node can serve requests:
 * {@link io.tidemark.health.PrimaryReadiness}. On a server without that API, {@code beans.xml} excludes this package.
 * Within the library, only {@code io.tidemark.cdi} refers to it, for the setting
 * {@link io.tidemark.health.HealthDetails}, which does not need the API.
 *
 * <p>The package has no liveness check. Restarting the application does not repair a server that is down, and without a
 * check MicroProfile Health reports an application as live for as long as it answers.
 *
 * <p>May import: MicroProfile Health, {@code jakarta.enterprise.context}, {@code jakarta.inject} and
 * {@code io.tidemark}.
 */
@NullMarked
package io.tidemark.health;

import org.jspecify.annotations.NullMarked;
