/** Requests that go on elsewhere: dispatched, resumed, or ended by an exception. */
@NullMarked
package io.tidemark.it.dispatch;

import org.jspecify.annotations.NullMarked;
