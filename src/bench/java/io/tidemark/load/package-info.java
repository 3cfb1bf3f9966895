/**
 * The cost of routing end to end: {@code mvn -Pload}. Gatling sends requests to the demo on an application server, with
 * PostgreSQL and Redis. Only this profile compiles the package. It is no part of an artefact.
 */
@org.jspecify.annotations.NullMarked
package io.tidemark.load;
