package io.tidemark.chaos;

import io.tidemark.chaos.Html.Row;
import io.tidemark.chaos.Operation.Seen;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A violation with the operations on its object around it, as a part of the page. */
final class ViolationHistory {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long BEFORE = Duration.ofMillis(150).toNanos();
    private static final long AFTER = Duration.ofMillis(50).toNanos();
    private static final int MOST_ROWS = 40;

    private static final String KEY =
            "<p class=\"key\">A bar begins with the request and ends with its answer: orange for a write,"
                    + " blue for a read. Its label is the version that was written or shown. A red border marks the operations of the"
                    + " violation.</p>";

    private final Violation violation;
    private final History history;
    private final List<Operation> involved;

    ViolationHistory(Violation violation, History history) {
        this.violation = violation;
        this.history = history;
        this.involved = violation.operations();
    }

    String html(int number) {
        List<Operation> around = around();
        return "<article class=\"violation\">"
                + Html.element("h3", number + ". " + title())
                + Html.element("p", violation.message())
                + Html.element("p", "Faults at the time: " + faults() + ".")
                + new HistoryDiagram(around, violation).svg()
                + KEY
                + table(around)
                + "</article>\n";
    }

    private String title() {
        String words = violation.guarantee().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "Broken: " + words + (violation.object() == 0 ? "" : ", object " + violation.object());
    }

    private String faults() {
        String active = history.incidents().stream()
                .filter(incident -> incident.isDuring(involved.get(0)))
                .map(incident -> incident.fault() + " at " + incident.target())
                .collect(Collectors.joining(", "));
        return active.isEmpty() ? "none" : active;
    }

    /** {@return the operations on the object around those of the violation, in the order of their starts} */
    private List<Operation> around() {
        long first = involved.stream().mapToLong(Operation::start).min().orElse(0) - BEFORE;
        long last = involved.stream().mapToLong(Operation::end).max().orElse(0) + AFTER;
        Operation wrong = involved.get(0);
        Stream<Operation> others = history.operations().stream()
                .filter(operation -> operation.end() >= first && operation.start() <= last)
                .filter(operation -> operation.object() == violation.object() && !involved.contains(operation))
                .sorted(Comparator.comparingLong(operation -> Math.abs(operation.start() - wrong.start())))
                .limit(Math.max(0, MOST_ROWS - involved.size()));
        return Stream.concat(involved.stream(), others)
                .distinct()
                .sorted(Comparator.comparingLong(Operation::start))
                .toList();
    }

    private String table(List<Operation> around) {
        List<Row> rows = around.stream()
                .map(operation -> new Row(involved.contains(operation), cells(operation)))
                .toList();
        return Html.table(
                "Operations on the object, in the order of their starts",
                List.of(
                        "start (s)",
                        "end (s)",
                        "client",
                        "caller",
                        "node",
                        "operation",
                        "version",
                        "value",
                        "result",
                        "route",
                        "reason"),
                rows);
    }

    private List<String> cells(Operation operation) {
        Optional<Seen> seen = operation.seenOf(violation.object());
        return List.of(
                String.format("%.4f", operation.start() / NANOS_PER_SECOND),
                String.format("%.4f", operation.end() / NANOS_PER_SECOND),
                operation.client(),
                operation.caller(),
                operation.node(),
                "#" + operation.number() + " " + operation.kind(),
                seen.map(one -> String.valueOf(one.version())).orElse("–"),
                seen.map(Seen::value).orElse(operation.value()),
                operation.outcome() + ", " + operation.failure(),
                operation.route(),
                operation.reason());
    }
}
