/**
 * Telemetry for the rest of the library, without a telemetry API: the table of all names ({@link
 * io.tidemark.telemetry.Metric}), the numbers that exist anyway ({@link io.tidemark.telemetry.Figure}), and the port
 * that receives events and durations ({@link io.tidemark.telemetry.Telemetry}). Adapters publish them.
 *
 * <p>May import: the JDK and {@code io.tidemark}.
 */
@NullMarked
package io.tidemark.telemetry;

import org.jspecify.annotations.NullMarked;
