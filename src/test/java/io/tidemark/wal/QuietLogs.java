package io.tidemark.wal;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Switches Tidemark's logs off until its end, for a test that causes thousands of failures or must not depend on logs. */
public final class QuietLogs {

    private final Logger logger = Logger.getLogger("io.tidemark");
    private final Optional<Level> before = Optional.ofNullable(logger.getLevel());

    public QuietLogs() {
        logger.setLevel(Level.OFF);
    }

    /** Restores the level. */
    public void end() {
        logger.setLevel(before.orElse(null));
    }
}
