package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the alert rules and the dashboard in {@code server-config} by Prometheus' own {@code promtool}. */
@Tag("debian")
@Tag("standalone")
class AlertRulesIT {

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    @Test
    void theRulesAreValid() throws Exception {
        assertSucceeds("check", "rules", checkout.resolve("server-config/prometheus/tidemark-rules.yml"));
    }

    /** With the rules that it names. */
    @Test
    void theConfigurationForComposeIsValid() throws Exception {
        assertSucceeds("check", "config", checkout.resolve("server-config/prometheus/prometheus.yml"));
    }

    @Test
    void eachAlertFiresWhenItShouldAndEnds() throws Exception {
        Path tests = checkout.resolve("src/test/resources/io/tidemark/servers/tidemark-rules-test.yml");
        assertSucceeds("test", "rules", tests);
        String rules = Files.readString(checkout.resolve("server-config/prometheus/tidemark-rules.yml"));
        List<String> untested = rules.lines()
                .filter(line -> line.contains("- alert: "))
                .map(line -> line.replace("- alert: ", "").trim())
                .filter(alert -> !contains(tests, alert))
                .toList();
        assertEquals(List.of(), untested);
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** As recorded series, since {@code promtool} checks no single expression. */
    @Test
    void eachQueryOfTheDashboardIsValid(@TempDir Path directory) throws Exception {
        List<String> queries;
        try (JsonReader reader =
                Json.createReader(Files.newBufferedReader(checkout.resolve("server-config/grafana/tidemark.json")))) {
            queries = reader.readObject().getJsonArray("panels").getValuesAs(JsonObject.class).stream()
                    .flatMap(panel -> panel.getJsonArray("targets").getValuesAs(JsonObject.class).stream())
                    .map(target -> target.getString("expr").replace("$__rate_interval", "5m"))
                    .toList();
        }
        assertTrue(queries.size() > 20, queries::toString);
        Path rules = directory.resolve("queries.yml");
        Files.writeString(
                rules,
                Stream.concat(
                                Stream.of("groups: [{name: queries, rules: ["),
                                queries.stream()
                                        .map(query ->
                                                "{record: q" + queries.indexOf(query) + ", expr: '" + query + "'},"))
                        .collect(Collectors.joining("\n", "", "\n]}]\n")));
        assertSucceeds("check", "rules", rules);
    }

    private static void assertSucceeds(String verb, String what, Path file) throws Exception {
        Verdict verdict;
        try {
            verdict = Verdict.of(new ProcessBuilder("promtool", verb, what, file.toString()));
        } catch (IOException missing) {
            throw new IllegalStateException("promtool is not installed; .ci/run installs it", missing);
        }
        assertEquals(0, verdict.status(), verdict.output());
    }
}
