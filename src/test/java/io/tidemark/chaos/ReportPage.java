package io.tidemark.chaos;

import io.tidemark.chaos.Html.Row;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The report as one HTML page, which has all scripts and styles inside and so opens without a network. */
final class ReportPage {

    private static final String LIBRARY = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final int MOST_VIOLATIONS = 20;

    private final Report report;
    private final List<Second> seconds;
    private final ReplicaLag lag;
    private final Figures figures;

    ReportPage(Report report) {
        this.report = report;
        this.seconds = Second.of(report.history());
        this.lag = new ReplicaLag(report.history().samples());
        this.figures = new Figures(report.history());
    }

    String html() throws IOException {
        ReportTables tables = new ReportTables(report.history(), seconds, lag);
        return filled(
                resource("report.html"),
                Map.ofEntries(
                        Map.entry("style", resource(LIBRARY + "uPlot.min.css") + resource("report.css")),
                        Map.entry("script", resource(LIBRARY + "uPlot.iife.min.js") + "\n" + resource("report.js")),
                        Map.entry(
                                "numbers",
                                Html.embedded(new ReportCharts(report, seconds, lag)
                                        .json()
                                        .toString())),
                        Map.entry("server", Html.escaped(report.server())),
                        Map.entry("command", Html.escaped(report.command())),
                        Map.entry("verdict", verdict()),
                        Map.entry("figures", figures()),
                        Map.entry("violations", violations()),
                        Map.entry("faultTable", tables.faults()),
                        Map.entry("lagTable", tables.lags()),
                        Map.entry("shareTable", tables.shares()),
                        Map.entry("latencyTable", tables.latencies()),
                        Map.entry("failureTable", tables.failures())));
    }

    private static String filled(String template, Map<String, String> parts) {
        // In one pass, so that no text of a history is taken for a place.
        return PLACE.matcher(template).replaceAll(place -> {
            String part = parts.get(place.group(1));
            if (part == null) {
                throw new IllegalStateException("report.html has the unknown place " + place.group());
            }
            return Matcher.quoteReplacement(part);
        });
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is not on the class path of the tests");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String verdict() {
        int found = report.violations().size();
        return found == 0
                ? "<p class=\"verdict good\">✓ No guarantee was broken.</p>"
                : "<p class=\"verdict bad\">✗ " + found + (found == 1 ? " violation" : " violations")
                        + " of guarantees. <a href=\"#violations\">See below.</a></p>";
    }

    private String figures() {
        return figures.headline().entrySet().stream()
                .map(figure -> "<div>" + Html.element("dt", figure.getKey()) + Html.element("dd", figure.getValue())
                        + "</div>\n")
                .collect(Collectors.joining());
    }

    private String violations() {
        List<Violation> found = report.violations();
        if (found.isEmpty()) {
            return "<p>The checker found none.</p>";
        }
        List<Violation> inOrder = found.stream()
                .sorted(Comparator.comparingLong(
                        violation -> violation.operations().get(0).start()))
                .toList();
        String shown = IntStream.range(0, Math.min(MOST_VIOLATIONS, inOrder.size()))
                .mapToObj(number -> new ViolationHistory(inOrder.get(number), report.history()).html(number + 1))
                .collect(Collectors.joining());
        List<Row> more = inOrder.stream()
                .skip(MOST_VIOLATIONS)
                .map(violation -> Row.of(violation.guarantee(), violation.message()))
                .toList();
        return more.isEmpty()
                ? shown
                : shown + Html.table(more.size() + " more violations", List.of("guarantee", "operations"), more);
    }
}
