package io.tidemark.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The operations of clients that ended in one second of a run.
 *
 * @param number the number of the second, from 0
 * @param sorted the operations, the fastest first
 */
record Second(int number, List<Operation> sorted) {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Copies the list. */
    Second {
        sorted = List.copyOf(sorted);
    }

    /** {@return all seconds of a run without a gap, up to the end of its last operation} */
    static List<Second> of(History history) {
        Map<Integer, List<Operation>> bySecond = history.operations().stream()
                .filter(Operation::isOfClient)
                .sorted((one, other) -> one.took().compareTo(other.took()))
                .collect(Collectors.groupingBy(Second::second, TreeMap::new, Collectors.toCollection(ArrayList::new)));
        int last = bySecond.keySet().stream().mapToInt(number -> number).max().orElse(-1);
        return IntStream.rangeClosed(0, last)
                .mapToObj(number -> new Second(number, bySecond.getOrDefault(number, new ArrayList<>())))
                .toList();
    }

    private static int second(Operation operation) {
        return (int) (operation.end() / NANOS_PER_SECOND);
    }

    /** {@return the percentage of successful reads that only replicas have served; empty without such a read} */
    OptionalDouble replicaShare() {
        List<Operation> reads = sorted.stream()
                .filter(operation -> operation.isOk() && !operation.isWrite())
                .toList();
        return reads.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        100.0 * reads.stream().filter(Operation::isOnReplica).count() / reads.size());
    }

    /** {@return the time in milliseconds within which this part of the operations ended; empty without an operation} */
    OptionalDouble milliseconds(double quantile) {
        return sorted.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(sorted.get((int) (quantile * (sorted.size() - 1)))
                                .took()
                                .toNanos()
                        / 1e6);
    }

    long count(Predicate<Operation> which) {
        return sorted.stream().filter(which).count();
    }
}
