package io.tidemark.routing;

import io.tidemark.Reason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the statements that this node has sent, by reason. Thread-safe. */
public final class RouteCounters {

    private final Map<Reason, LongAdder> counters = new EnumMap<>(Reason.class);

    public RouteCounters() {
        for (Reason reason : Reason.values()) {
            counters.put(reason, new LongAdder());
        }
    }

    void count(Reason reason) {
        LongAdder counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Whether this node has sent any statement. */
    public boolean counted() {
        return counters.values().stream().anyMatch(counter -> counter.sum() > 0);
    }

    /** Returns the counts so far; every reason has one. */
    public Map<Reason, Long> counts() {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        counters.forEach((reason, counter) -> counts.put(reason, counter.sum()));
        return Collections.unmodifiableMap(counts);
    }
}
