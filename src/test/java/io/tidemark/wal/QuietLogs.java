package io.tidemark.wal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Switches Tidemark's logs off until its end, for a test that causes thousands of failures or must not depend on logs. Several may
 * be open, also on several threads; the last end restores the level.
 */
public final class QuietLogs {

    private static final Logger LOGGER = Logger.getLogger("io.tidemark");
    private static final Optional<Level> USUAL = Optional.ofNullable(LOGGER.getLevel());
    private static final AtomicInteger OPEN = new AtomicInteger();

    public QuietLogs() {
        OPEN.incrementAndGet();
        LOGGER.setLevel(Level.OFF);
    }

    /** Restores the level. */
    public void end() {
        if (OPEN.decrementAndGet() == 0) {
            LOGGER.setLevel(USUAL.orElse(null));
        }
    }
}
