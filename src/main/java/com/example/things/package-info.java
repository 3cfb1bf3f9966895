/**
 * The demo application, which stores things that have a color. An application needs two changes to use Tidemark: the
 * resource is annotated {@link io.tidemark.RoutedReads}, and the persistence unit uses the routed data source.
 *
 * <ul>
 *   <li>{@link com.example.things.ThingsResource} is the HTTP API, and {@link com.example.things.Things} the repository.
 *   <li>{@link com.example.things.StatusResource} shows the status of the routing.
 *   <li>{@link com.example.things.Users} has the users, who authenticate by
 *       {@link com.example.things.BasicAuthentication}.
 *   <li>{@link com.example.things.ProblemMapper} and {@link com.example.things.ProblemServlet} convert every error into a
 *       {@link com.example.things.Problem}.
 *   <li>{@link com.example.things.BodyLimit} and {@link com.example.things.GoneClients} protect against slow, oversized and
 *       aborted requests.
 * </ul>
 *
 * <p>May import: Jakarta EE, the exceptions of XA, MicroProfile Config, and of Tidemark only {@code io.tidemark}.
 */
@NullMarked
package com.example.things;

import org.jspecify.annotations.NullMarked;
