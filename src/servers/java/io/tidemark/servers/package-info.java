/**
 * Real servers as child processes of this JVM, for the integration tests and for the demo: a PostgreSQL primary, a
 * streaming replica, Redis, and an application server, Payara Micro or WildFly.
 *
 * <p>Each can be stopped, killed and started again; none outlives the JVM. {@link io.tidemark.servers.Servers} is the
 * way in; a test gets the set that its JVM runs from {@link io.tidemark.servers.TestServers}. What the servers are
 * configured with is in {@code pg/} and {@code server-config/} and used as it is. The types named for containers run the
 * scripts of {@code docker-compose.yml} without any, with Debian's PostgreSQL; their tests have the tag "debian".
 *
 * <p>May import: the JDK, JUnit's launcher, and what unpacks the binaries.
 */
@NullMarked
package io.tidemark.servers;

import org.jspecify.annotations.NullMarked;
