/**
 * Reads of the guestbook that wait for a replica, or within a request.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.waiting;

import org.jspecify.annotations.NullMarked;
