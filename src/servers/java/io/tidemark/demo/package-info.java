/**
 * The interactive demonstration: {@code mvn -Pdemo} runs the application on real servers.
 *
 * <p>May import: the JDK, JUnit, and {@code io.tidemark.servers}.
 */
@NullMarked
package io.tidemark.demo;

import org.jspecify.annotations.NullMarked;
