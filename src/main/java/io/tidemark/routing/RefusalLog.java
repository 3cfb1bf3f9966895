package io.tidemark.routing;

import io.tidemark.Reason;
import io.tidemark.time.Ticker;
import java.time.Duration;

/**
 * Logs one WARNING when refusals of reads begin: at the first one, and at each one that follows ten seconds without any.
 * So there are at most six lines in a minute. Thread-safe.
 */
final class RefusalLog {

    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final System.Logger log;
    private final BudgetSettings limits;
    private final Ticker ticker;

    private boolean refusedBefore;
    private long last;

    RefusalLog(System.Logger log, BudgetSettings limits, Ticker ticker) {
        this.log = log;
        this.limits = limits;
        this.ticker = ticker;
    }

    /**
     * Notes a refusal.
     *
     * @param total the number of refusals so far
     */
    void refused(Reason reason, long total) {
        if (begins()) {
            log.log(
                    System.Logger.Level.WARNING,
                    "Reads are refused, because no replica can serve them (" + reason
                            + ") and the primary's budget is used up (" + limits + "); " + total
                            + " in total since the start");
        }
    }

    private synchronized boolean begins() {
        long now = ticker.nanos();
        boolean begins = !refusedBefore || now - last >= PAUSE_NANOS;
        refusedBefore = true;
        last = now;
        return begins;
    }
}
