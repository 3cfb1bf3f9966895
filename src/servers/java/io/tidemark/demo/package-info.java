/**
 * The demonstration: {@code mvn -Pdemo} starts the application on real servers, for a person to try.
 *
 * <p>May import: the JDK JUnit, and {@code io.tidemark.servers}.
 */
@NullMarked
package io.tidemark.demo;

import org.jspecify.annotations.NullMarked;
