package io.tidemark.chaos;

import io.tidemark.chaos.Operation.Seen;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Operations as bars over time, with one lane for each client. The bars of the violation stand out. */
final class HistoryDiagram {

    private static final int WIDTH = 900;
    private static final int NAMES = 150;
    private static final int LANE = 48;
    private static final int TOP = 24;
    private static final double SHORTEST_BAR = 4;
    private static final double MILLIS = 1e6;

    private final List<Operation> operations;
    private final Violation violation;
    private final List<String> clients;
    private final long first;
    private final double scale;

    HistoryDiagram(List<Operation> operations, Violation violation) {
        this.operations = operations;
        this.violation = violation;
        this.clients = operations.stream().map(Operation::client).distinct().toList();
        this.first = operations.stream().mapToLong(Operation::start).min().orElse(0);
        long last = operations.stream().mapToLong(Operation::end).max().orElse(first);
        this.scale = (WIDTH - NAMES - 60) / (double) Math.max(1, last - first);
    }

    String svg() {
        int height = TOP + clients.size() * LANE + 8;
        String lanes = IntStream.range(0, clients.size())
                .mapToObj(lane -> lane(lane, clients.get(lane)))
                .collect(Collectors.joining());
        String bars = operations.stream().map(this::bar).collect(Collectors.joining());
        return String.format(
                        Locale.ROOT,
                        "<div class=\"scrolls\"><svg class=\"diagram\" viewBox=\"0 0 %d %d\" role=\"img\""
                                + " aria-label=\"The operations of the table over time\">",
                        WIDTH,
                        height)
                + text(NAMES, 14, String.format("milliseconds since %.4f s: from 0 to %.1f", first / 1e9, span()))
                + lanes + bars + "</svg></div>\n";
    }

    private double span() {
        return operations.stream().mapToLong(Operation::end).max().orElse(first) / MILLIS - first / MILLIS;
    }

    private static String text(double x, double y, String text) {
        return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\">%s</text>", x, y, Html.escaped(text));
    }

    private static String lane(int lane, String client) {
        int y = TOP + lane * LANE;
        return String.format(
                        Locale.ROOT,
                        "<line class=\"lane\" x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
                        WIDTH,
                        y + LANE,
                        y + LANE)
                + text(2, y + 28, client);
    }

    private String bar(Operation operation) {
        int y = TOP + clients.indexOf(operation.client()) * LANE;
        double x = NAMES + (operation.start() - first) * scale;
        double width = Math.max(SHORTEST_BAR, (operation.end() - operation.start()) * scale);
        boolean involved = violation.operations().contains(operation);
        String style = (operation.isWrite() ? "write" : "read")
                + (operation.isOk() ? "" : " failed")
                + (involved ? " involved" : "");
        String bar = String.format(
                Locale.ROOT,
                "<g class=\"%s\"><title>%s</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\" rx=\"2\"/>",
                style,
                Html.escaped(operation.describe()),
                x,
                y + 18,
                width);
        // Labels of writes are above their bars, and those of reads below, since a read often follows its write at
        // once.
        int line = operation.isWrite() ? y + 14 : y + 43;
        return bar + text(x, line, involved ? label(operation) : shortLabel(operation)) + "</g>";
    }

    private String label(Operation operation) {
        return (operation.isWrite() ? "writes " : "reads ") + shortLabel(operation);
    }

    private String shortLabel(Operation operation) {
        Optional<Seen> seen = operation.seenOf(violation.object());
        return seen.map(one -> "v" + one.version()).orElse(operation.isOk() ? "–" : operation.failure());
    }
}
