package io.tidemark.routing;

import io.tidemark.Reason;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the statements that this node has sent in shadow mode, as if reads were routed. Thread-safe. */
public final class ShadowCounters {

    private final RouteCounters decided = new RouteCounters();
    private final LongAdder waits = new LongAdder();

    void count(Decision sent) {
        if (sent.shadow().isEmpty()) {
            decided.count(sent.reason());
        } else if (sent.shadow().get().waits()) {
            waits.increment();
        } else {
            decided.count(sent.shadow().get().decision().reason());
        }
    }

    /** Whether a statement was sent in shadow mode. */
    public boolean counted() {
        return waits() > 0 || decided.counted();
    }

    /** Returns the counts so far by the reason of the decision that routing would have made; every reason has one. */
    public Map<Reason, Long> counts() {
        return decided.counts();
    }

    /** Returns the number of reads that would have waited for a replica. They are not among {@link #counts}. */
    public long waits() {
        return waits.sum();
    }
}
