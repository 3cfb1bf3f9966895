/**
 * A small application that has annotated methods, and reads past the routed connections.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.idle;

import org.jspecify.annotations.NullMarked;
