/** The test kit as its users see it: its servers, the stale reads that it finds, its jar and pom, and the first test of the manual. */
@NullMarked
package io.tidemark.it.testkit;

import org.jspecify.annotations.NullMarked;
