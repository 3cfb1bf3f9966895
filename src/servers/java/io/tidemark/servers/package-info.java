/**
 * Real servers as child processes, for the integration tests and the demo: a PostgreSQL primary, a streaming replica, Redis,
 * and an application server, which is Payara Micro or WildFly.
 *
 * <p>Each server can be stopped, killed and started again. All end with the JVM. {@link io.tidemark.servers.Servers} starts a
 * set; {@link io.tidemark.servers.TestServers} gives a test the set of its JVM. The configuration comes unchanged from
 * {@code pg/} and {@code server-config/}. The types with "Container" in their name run the scripts of
 * {@code docker-compose.yml} without a container, with Debian's PostgreSQL; their tests have the tag "debian".
 *
 * <p>May import: the JDK, JUnit's launcher, and the libraries that unpack the binaries.
 */
@NullMarked
package io.tidemark.servers;

import org.jspecify.annotations.NullMarked;
