package io.tidemark.search;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Switches Tidemark's logs off while a search executes thousands of failovers. */
final class QuietLogs {

    private final Logger logger = Logger.getLogger("io.tidemark");
    private final Optional<Level> before = Optional.ofNullable(logger.getLevel());

    QuietLogs() {
        logger.setLevel(Level.OFF);
    }

    /** Restores the level. */
    void end() {
        logger.setLevel(before.orElse(null));
    }
}
