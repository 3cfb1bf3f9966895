/**
 * What routing costs, by JMH: {@code mvn -Pbench}. No test, and no part of any artefact; the profile alone compiles it.
 */
@org.jspecify.annotations.NullMarked
package io.tidemark.bench;
