package io.tidemark.chaos;

import io.tidemark.chaos.Html.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers of a report's charts as tables, for screen readers and for exact values. */
final class ReportTables {

    private static final double NANOS_PER_SECOND = 1e9;

    private final History history;
    private final List<Second> seconds;
    private final ReplicaLag lag;

    ReportTables(History history, List<Second> seconds, ReplicaLag lag) {
        this.history = history;
        this.seconds = seconds;
        this.lag = lag;
    }

    private static String number(OptionalDouble value, String format) {
        return value.isPresent() ? String.format(format, value.getAsDouble()) : "–";
    }

    String faults() {
        List<Row> rows = history.incidents().stream()
                .sorted(Comparator.comparingLong(Incident::start))
                .map(incident -> Row.of(
                        String.format("%.1f", incident.start() / NANOS_PER_SECOND),
                        String.format("%.1f", incident.end() / NANOS_PER_SECOND),
                        incident.target(),
                        incident.fault(),
                        history.operations().stream()
                                .filter(operation -> operation.isOfClient()
                                        && ReportCharts.isFailure(operation)
                                        && incident.isDuring(operation))
                                .count()))
                .toList();
        return Html.collapsed(
                "Table of the faults", List.of("from (s)", "to (s)", "server", "fault", "failures meanwhile"), rows);
    }

    String lags() {
        List<Row> rows = seconds.stream()
                .map(second -> new Row(
                        false,
                        Stream.concat(
                                        Stream.of(String.valueOf(second.number())),
                                        lag.replicas().stream()
                                                .map(replica -> number(lag.longest(replica, second.number()), "%.2f")))
                                .toList()))
                .toList();
        List<String> headers = new ArrayList<>(List.of("second"));
        lag.replicas().forEach(replica -> headers.add(replica + " (s)"));
        return Html.collapsed("Table of the longest lag per second", headers, rows);
    }

    String shares() {
        List<Row> rows = seconds.stream()
                .map(second -> Row.of(second.number(), number(second.replicaShare(), "%.0f")))
                .toList();
        return Html.collapsed("Table of the share per second", List.of("second", "reads on replicas (%)"), rows);
    }

    String latencies() {
        List<Row> rows = seconds.stream()
                .map(second -> Row.of(
                        second.number(),
                        second.sorted().size(),
                        number(second.milliseconds(0.5), "%.1f"),
                        number(second.milliseconds(0.99), "%.1f")))
                .toList();
        return Html.collapsed(
                "Table of the latency per second",
                List.of("second", "operations", "median (ms)", "99th percentile (ms)"),
                rows);
    }

    /** By status and each fault of the time, with conflicts. */
    String failures() {
        List<Row> rows = history.operations().stream()
                .filter(operation -> operation.isOfClient() && !operation.isOk())
                .flatMap(operation -> faultsDuring(operation).map(fault -> List.of(operation.failure(), fault)))
                .collect(Collectors.groupingBy(both -> both, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Comparator.comparing(entry -> String.join(" ", entry.getKey())))
                .map(entry -> Row.of(entry.getKey().get(0), entry.getKey().get(1), entry.getValue()))
                .toList();
        return Html.collapsed(
                "Table by status and fault (with 409)", List.of("status", "fault of the time", "operations"), rows);
    }

    private Stream<String> faultsDuring(Operation operation) {
        List<String> faults = history.incidents().stream()
                .filter(incident -> incident.isDuring(operation))
                .map(Incident::fault)
                .distinct()
                .toList();
        return faults.isEmpty() ? Stream.of("none") : faults.stream();
    }
}
