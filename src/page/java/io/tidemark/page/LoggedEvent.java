package io.tidemark.page;

import java.time.Instant;

/**
 * A change of state that an operator should know.
 *
 * @param text one or two sentences
 */
record LoggedEvent(Instant time, String text) {}
