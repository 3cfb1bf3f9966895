/**
 * The club's log-in, by Jakarta Security.
 *
 * <p>May import: Jakarta EE and {@code com.example.club}.
 */
@NullMarked
package com.example.club.login;

import org.jspecify.annotations.NullMarked;
