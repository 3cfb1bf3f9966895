/**
 * Tells an orchestrator whether this node can serve: {@link io.tidemark.health.PrimaryReadiness}, by MicroProfile Health.
 * On a server without that API, {@code beans.xml} leaves this package out; of the library, only {@code io.tidemark.cdi}
 * refers to it, to the setting {@link io.tidemark.health.HealthDetails}, which does not need the API.
 *
 * <p>There is no check of liveness. What one could see, a server that is down, is not mended by a restart of the
 * application; and without a check, MicroProfile Health answers that an application is alive as long as it answers.
 *
 * <p>May import: MicroProfile Health, {@code jakarta.enterprise.context}, {@code jakarta.inject} and {@code io.tidemark}.
 */
@NullMarked
package io.tidemark.health;

import org.jspecify.annotations.NullMarked;
