package io.tidemark.routing;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The share of diverted reads in the routed reads of the last ten seconds. Thread-safe.
 *
 * <p>{@value #MINIMUM} diverted reads in that time are always admitted, so that a node with few reads is not refused.
 * Source: Finagle, {@code RetryBudget}, which admits ten retries per second in addition to a share of the requests.
 *
 * <p>Both counts are kept per second. Adds that meet the change of a second may count for either one.
 */
final class DivertedShare {

    static final int MINIMUM = 100;

    private static final int SECONDS = 10;
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final double limit;
    private final Ticker ticker;
    private final LongAdder[] routed = adders();
    private final LongAdder[] diverted = adders();

    private volatile long current;

    /** @param limit the largest share; greater than 0, at most 1 */
    DivertedShare(double limit, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
        this.current = second();
    }

    private static LongAdder[] adders() {
        return Stream.generate(LongAdder::new).limit(SECONDS).toArray(LongAdder[]::new);
    }

    private long second() {
        return Math.floorDiv(ticker.nanos(), SECOND_NANOS);
    }

    private int slot() {
        long now = second();
        if (now - current > 0) {
            forgetUntil(now);
        }
        return Math.floorMod(now, SECONDS);
    }

    /** Empties the slots of the seconds since the current one, which become those of the new seconds. */
    private synchronized void forgetUntil(long now) {
        for (long next = Math.max(current + 1, now - SECONDS + 1); next <= now; next++) {
            int slot = Math.floorMod(next, SECONDS);
            routed[slot].reset();
            diverted[slot].reset();
        }
        current = Math.max(current, now);
    }

    void routed() {
        routed[slot()].increment();
    }

    void diverted() {
        diverted[slot()].increment();
    }

    /** Whether one more diverted read stays within the limit. */
    boolean admits() {
        slot();
        return sum(diverted) < Math.max(MINIMUM, limit * sum(routed));
    }

    private static long sum(LongAdder[] counts) {
        return IntStream.range(0, SECONDS).mapToLong(i -> counts[i].sum()).sum();
    }
}
