package io.tidemark.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the alert rules and the dashboard in {@code server-config} against the metrics and reasons that exist. */
class MonitoringFilesTest {

    private static final Path CHECKOUT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path RULES = CHECKOUT.resolve("server-config/prometheus/tidemark-rules.yml");
    private static final Path DASHBOARD = CHECKOUT.resolve("server-config/grafana/tidemark.json");
    private static final Pattern METRIC = Pattern.compile("\\btidemark_[a-z_]+");
    private static final Pattern REASONS = Pattern.compile("reason(?:=~|=|!=)\\\\?\"([A-Z_|]+)\\\\?\"");
    private static final String DIVERTED = "tidemark:reads_diverted:ratio_rate5m";

    @Test
    void everyMetricThatIsUsedIsInTheManual() throws IOException {
        Set<String> known =
                found(Pattern.compile("`(tidemark_[a-z_]+)`"), CHECKOUT.resolve("src/site/markdown/operations.md"));
        for (Path file : List.of(RULES, DASHBOARD)) {
            Set<String> unknown = found(METRIC, file);
            assertTrue(unknown.size() > 5, file::toString);
            unknown.removeAll(known);
            assertEquals(Set.of(), unknown, file::toString);
        }
    }

    @Test
    void theDashboardShowsEveryMetricButConstantLimits() throws IOException {
        Set<String> missing = found(
                        Pattern.compile("(?m)^\\| (`tidemark_[^|]*`) \\|"),
                        CHECKOUT.resolve("src/site/markdown/operations.md"))
                .stream()
                .flatMap(row -> Stream.of(row.replace("`", "").split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(found(METRIC, DASHBOARD));
        assertEquals(Set.of("tidemark_primary_budget_share_ratio"), missing);
    }

    @Test
    void everyReasonThatIsUsedExists() throws IOException {
        Set<String> known = Stream.of(Reason.values()).map(Enum::name).collect(Collectors.toSet());
        for (Path file : List.of(RULES, DASHBOARD)) {
            Set<String> unknown = found(REASONS, file).stream()
                    .flatMap(names -> Stream.of(names.split("\\|")))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertTrue(unknown.size() > 1, file::toString);
            unknown.removeAll(known);
            assertEquals(Set.of(), unknown, file::toString);
        }
    }

    @Test
    void theDivertedReadsAreThoseOfTheLibrary() throws IOException {
        String rules = Files.readString(RULES);
        String rule = rules.substring(rules.indexOf("record: " + DIVERTED));
        Set<String> listed = Set.of(REASONS.matcher(rule)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .split("\\|"));
        assertEquals(
                Stream.of(Reason.values())
                        .filter(Reason::isDiverted)
                        .map(Enum::name)
                        .collect(Collectors.toSet()),
                listed);
    }

    @Test
    void everyPanelHasItsOwnNumberADescriptionAndAPlace() throws IOException {
        Set<Integer> numbers = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonObject panel : panels()) {
            String title = panel.getString("title");
            assertTrue(numbers.add(panel.getInt("id")), title);
            assertTrue(panel.getString("description").endsWith("."), title);
            JsonObject place = panel.getJsonObject("gridPos");
            assertTrue(place.getInt("x") + place.getInt("w") <= 24, title);
            for (int x = place.getInt("x"); x < place.getInt("x") + place.getInt("w"); x++) {
                for (int y = place.getInt("y"); y < place.getInt("y") + place.getInt("h"); y++) {
                    assertTrue(cells.add(x + "," + y), title + " overlaps another panel");
                }
            }
        }
    }

    private static List<JsonObject> panels() throws IOException {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(DASHBOARD))) {
            return reader.readObject().getJsonArray("panels").getValuesAs(JsonObject.class);
        }
    }

    private static Set<String> found(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(found -> found.group(found.groupCount()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
