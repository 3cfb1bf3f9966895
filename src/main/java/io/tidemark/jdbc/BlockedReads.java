package io.tidemark.jdbc;

import io.tidemark.routing.Decision;
import io.tidemark.sql.TextKey;
import io.tidemark.time.Ticker;
import io.tidemark.wal.ReplicaName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads that a lock of the replay has blocked on a replica. A text that was to run there goes to the primary for two seconds. Then one
 * execution tries that replica again, so that only this one waits if the lock is still held.
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

    /** Records that the replica of that decision blocked the read. */
    synchronized void add(String sql, Decision on) {
        put(key(sql, on), false);
    }

    /** True if this execution must not go to the replica of that decision. */
    boolean contain(String sql, Decision on) {
        return any && isBlocked(key(sql, on));
    }

    private static Long key(String sql, Decision on) {
        return TextKey.of(on.replica().map(ReplicaName::text).orElse("") + '\n' + sql);
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
