package io.tidemark.chaos;

import io.tidemark.chaos.Operation.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of a history, for its report. */
final class Figures {

    private final History history;

    Figures(History history) {
        this.history = history;
    }

    /** {@return the operations of clients, without those of the test itself} */
    private Stream<Operation> operations() {
        return history.operations().stream().filter(Operation::isOfClient);
    }

    private static <T> Map<String, Long> counts(Stream<T> all, Function<T, Object> key) {
        return all.collect(
                Collectors.groupingBy(one -> String.valueOf(key.apply(one)), TreeMap::new, Collectors.counting()));
    }

    /** {@return the percentage of successful reads that only replicas have served, while no fault was active} */
    double replicaShareInCalm() {
        return share(operations().filter(this::isCalm));
    }

    private double replicaShareInChaos() {
        return share(operations().filter(operation -> !isCalm(operation)));
    }

    /** After a promotion there is no replica. */
    private boolean isCalm(Operation operation) {
        return faults(operation).isEmpty()
                && history.promotions().stream().noneMatch(promotion -> promotion.moved() <= operation.end());
    }

    private static double share(Stream<Operation> all) {
        List<Operation> reads = all.filter(operation -> operation.isOk() && !operation.isWrite())
                .toList();
        return 100.0 * reads.stream().filter(Operation::isOnReplica).count() / Math.max(1, reads.size());
    }

    private List<String> faults(Operation operation) {
        return history.incidents().stream()
                .filter(incident -> incident.isDuring(operation))
                .map(Incident::fault)
                .distinct()
                .sorted()
                .toList();
    }

    private Stream<String> failures(Operation operation) {
        List<String> faults = faults(operation);
        String status = operation.failure();
        return faults.isEmpty() ? Stream.of(status) : faults.stream().map(fault -> status + " " + fault);
    }

    private static Object milliseconds(List<Operation> sorted, double quantile) {
        return sorted.isEmpty()
                ? "none"
                : sorted.get((int) (quantile * (sorted.size() - 1))).took().toMillis();
    }

    /** {@return the figures that a reader looks for first, by their names} */
    Map<String, String> headline() {
        List<Operation> byTime = operations()
                .sorted((one, other) -> one.took().compareTo(other.took()))
                .toList();
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("operations", String.valueOf(byTime.size()));
        figures.put("faults", String.valueOf(history.incidents().size()));
        figures.put(
                "failures, without conflicts",
                String.valueOf(operations().filter(ReportCharts::isFailure).count()));
        figures.put("reads on replicas, without faults", String.format("%.0f %%", replicaShareInCalm()));
        figures.put("reads on replicas, during faults", String.format("%.0f %%", replicaShareInChaos()));
        figures.put("median time", milliseconds(byTime, 0.5) + " ms");
        figures.put("99th percentile", milliseconds(byTime, 0.99) + " ms");
        figures.put("longest time", milliseconds(byTime, 1) + " ms");
        return figures;
    }

    /** {@return some lines of text} */
    String text() {
        List<Operation> byTime = operations()
                .sorted((one, other) -> one.took().compareTo(other.took()))
                .toList();
        return String.format(
                """
                operations: %d; by kind and outcome: %s
                faults: %s
                successful reads on replicas: %.1f %% without faults, %.1f %% during faults
                time of an operation in ms: median %s, 99 %% %s, longest %s
                without success, by status and each fault of the time: %s
                reasons of reads: %s
                acknowledged writes on a lost timeline, which bind nobody: %d""",
                byTime.size(),
                counts(operations(), operation -> operation.kind() + " " + operation.outcome()),
                counts(history.incidents().stream(), Incident::fault),
                replicaShareInCalm(),
                replicaShareInChaos(),
                milliseconds(byTime, 0.5),
                milliseconds(byTime, 0.99),
                milliseconds(byTime, 1),
                counts(operations().filter(operation -> !operation.isOk()).flatMap(this::failures), text -> text),
                counts(operations().filter(operation -> operation.kind() != Kind.WRITE), Operation::reason),
                LostTimeline.lostWrites(history).size());
    }
}
