package io.tidemark.it.support;

import io.tidemark.Reason;
import io.tidemark.Route;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Arithmetic on counts by name, as {@link io.tidemark.RoutingMXBean} gives them. */
public final class Counts {

    private Counts() {}

    /** {@return by how much each count has grown} Counts that have not grown are left out. */
    public static Map<String, Long> since(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> grown = new TreeMap<>();
        after.forEach((name, count) -> {
            long more = count - before.getOrDefault(name, 0L);
            if (more > 0) {
                grown.put(name, more);
            }
        });
        return grown;
    }

    /** {@return the number of statements that went to a replica, or would have gone there} */
    public static long moved(Map<String, Long> byReason) {
        return sum(byReason, reason -> reason.route() == Route.REPLICA);
    }

    /** {@return the number of statements that are no writes} */
    public static long reads(Map<String, Long> byReason) {
        return sum(byReason, reason -> reason != Reason.WRITE);
    }

    /** {@return the sum of the counts} */
    public static long total(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long sum(Map<String, Long> byReason, Predicate<Reason> counted) {
        return byReason.entrySet().stream()
                .filter(count -> counted.test(Reason.valueOf(count.getKey())))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
