/** A bean whose annotation has a bad value. */
@NullMarked
package com.example.waiting.refused;

import org.jspecify.annotations.NullMarked;
