/**
 * Real servers as child processes: a PostgreSQL primary, streaming replicas, and Redis. They serve the users of the test kit,
 * the integration tests and the demo.
 *
 * <p>Each server can be stopped, killed and started again. All end with the JVM. {@link io.tidemark.servers.Servers} starts a
 * set. The configuration comes unchanged from {@code pg/}. Everything of this package in the source root {@code testkit} is in
 * the test kit's jar.
 *
 * <p>The source root {@code servers} adds what only this project needs. {@code TestServers} gives a test the set of its JVM,
 * and {@code ApplicationServer} starts Payara Micro or WildFly with the files of {@code server-config/}. The types with
 * "Container" in their name run the scripts of {@code docker-compose.yml} without a container, with Debian's PostgreSQL; their
 * tests have the tag "debian".
 *
 * <p>May import: the JDK, the PostgreSQL driver, the libraries that unpack the binaries, and JUnit's launcher outside the test
 * kit.
 */
@NullMarked
package io.tidemark.servers;

import org.jspecify.annotations.NullMarked;
