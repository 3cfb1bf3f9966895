/**
 * An application that leaves the log-in to the server: by basic or form authentication, as {@code basic} or {@code form}
 * says, with identity stores of its own.
 *
 * <p>May import: Jakarta EE, {@code io.tidemark} and {@code com.example.members}.
 */
@NullMarked
package com.example.doors;

import org.jspecify.annotations.NullMarked;
