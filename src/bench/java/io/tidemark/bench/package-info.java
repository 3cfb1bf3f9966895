/**
 * The cost of routing, measured by JMH: {@code mvn -Pbench}. Only this profile compiles the package. It is no part of an
 * artefact.
 */
@org.jspecify.annotations.NullMarked
package io.tidemark.bench;
