/**
 * Keeps secrets out of what is shown: in the log, the status, health checks and JMX.
 *
 * <p>May import: the JDK.
 */
@NullMarked
package io.tidemark.secrets;

import org.jspecify.annotations.NullMarked;
