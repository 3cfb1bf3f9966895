/**
 * An application whose visitors may sign up, with the library as a jar. Without {@code login} it does not use Jakarta
 * Security.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.club;

import org.jspecify.annotations.NullMarked;
