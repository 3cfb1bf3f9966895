/**
 * Form authentication.
 *
 * <p>May import: Jakarta EE.
 */
@NullMarked
package com.example.doors.form;

import org.jspecify.annotations.NullMarked;
