/**
 * A small application that is not Tidemark's and knows no users: it reads and writes on threads that no request has.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.clock;

import org.jspecify.annotations.NullMarked;
