/**
 * Removes secrets from all output: log, status, health checks and JMX.
 *
 * <p>May import: the JDK.
 */
@NullMarked
package io.tidemark.secrets;

import org.jspecify.annotations.NullMarked;
