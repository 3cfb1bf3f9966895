package io.tidemark.jdbc;

import io.tidemark.sql.TextKey;
import io.tidemark.time.Ticker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads that a lock of the replay has blocked on the replica. The same text goes to the primary for two seconds. Then one
 * execution tries the replica again, so that only this one waits if the lock is still held.
 *
 * <p>Bounded: of more than 256 texts the oldest is dropped. While no text is blocked, a look-up reads one field. Thread-safe.
 */
final class BlockedReads {

    static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MOST_TEXTS = 256;

    /**
     * A text that goes to the primary until that time.
     *
     * @param tried true while one execution tries the replica again
     */
    private record Block(long until, boolean tried) {}

    private final Ticker ticker;

    /** In the order of their times. */
    private final Map<Long, Block> blocks = new LinkedHashMap<>();

    private volatile boolean any;

    /**
     * Starts without blocked reads.
     *
     * @param ticker the clock
     */
    BlockedReads(Ticker ticker) {
        this.ticker = ticker;
    }

    synchronized void add(String sql) {
        put(TextKey.of(sql), false);
    }

    /** True if this execution must go to the primary. */
    boolean contain(String sql) {
        return any && isBlocked(TextKey.of(sql));
    }

    private synchronized boolean isBlocked(Long key) {
        long now = ticker.nanos();
        forgetOld(now);
        Block block = blocks.get(key);
        if (block == null) {
            return false;
        }
        if (now - block.until() < 0) {
            return true;
        }
        if (block.tried()) {
            remove(key);
        } else {
            put(key, true);
        }
        return false;
    }

    /** Drops texts that are not run any more. Otherwise every other text would have to be looked up. */
    private void forgetOld(long now) {
        blocks.values().removeIf(block -> now - block.until() >= PAUSE_NANOS);
        any = !blocks.isEmpty();
    }

    private void put(Long key, boolean tried) {
        blocks.remove(key);
        if (blocks.size() >= MOST_TEXTS) {
            blocks.remove(blocks.keySet().iterator().next());
        }
        blocks.put(key, new Block(ticker.nanos() + PAUSE_NANOS, tried));
        any = true;
    }

    private void remove(Long key) {
        blocks.remove(key);
        any = !blocks.isEmpty();
    }
}
