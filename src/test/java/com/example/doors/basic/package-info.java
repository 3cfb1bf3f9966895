/**
 * Basic authentication.
 *
 * <p>May import: Jakarta EE.
 */
@NullMarked
package com.example.doors.basic;

import org.jspecify.annotations.NullMarked;
