/**
 * A small application with its own log-in, start-up data, and beans that are passivated. It keeps its members' passwords and
 * remember-me tokens in the database, and reads them through annotated beans.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.members;

import org.jspecify.annotations.NullMarked;
