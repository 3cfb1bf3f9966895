/**
 * Assertions on the routes of statements, for applications that use Tidemark. The routes come from the headers of a response, or
 * from the decisions that {@link io.tidemark.testkit.routes.RecordedRoutes} observes inside the application.
 *
 * <p>May import: the JDK, {@code io.tidemark}, and CDI's annotations. A test can add this package to a WAR.
 */
@NullMarked
package io.tidemark.testkit.routes;

import org.jspecify.annotations.NullMarked;
