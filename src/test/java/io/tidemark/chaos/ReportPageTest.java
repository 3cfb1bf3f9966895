package io.tidemark.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the page of a report that is made by hand. */
class ReportPageTest {

    private static final String HOSTILE =
            "</script><script>alert('x')</script><img src=x onerror=\"alert(1)\">&amp; {{style}}";

    private static String page(Report report) throws IOException {
        return new ReportPage(report).html();
    }

    private static JsonObject numbers(String page) {
        Matcher found =
                Pattern.compile("id=\"numbers\">(.*?)</script>", Pattern.DOTALL).matcher(page);
        assertTrue(found.find(), page);
        try (JsonReader reader = Json.createReader(new StringReader(found.group(1)))) {
            return reader.readObject();
        }
    }

    private static void assertContains(String page, String... parts) {
        for (String part : parts) {
            assertTrue(page.contains(part), () -> "The page lacks " + part);
        }
    }

    @Test
    void eachViolationIsShownWithItsHistory() throws IOException {
        Report report = BadHistory.report("alice");
        assertEquals(2, report.violations().size(), report.text());
        String page = page(report);
        assertContains(
                page,
                "✗ 2 violations",
                "Broken: read your writes, object 7",
                Html.escaped(report.violations().get(0).message()),
                "Broken: right status, object 7",
                "Faults at the time: none");
        Matcher involved = Pattern.compile("<tr class=\"involved\">.*?</tr>").matcher(page);
        List<String> rows = involved.results().map(row -> row.group()).toList();
        assertEquals(3, rows.size(), rows.toString());
        assertContains(rows.get(0), "60.0100", "60.0200", "alice", "WRITE", "alice600", "OK, 200");
        assertContains(rows.get(1), "60.0300", "READ", "bob599", "replica", "CAUGHT_UP");
        assertContains(rows.get(2), "FAILED, 500");
        assertContains(page, "writes v600", "reads v599");
    }

    @Test
    void aGoodRunHasNoViolation() throws IOException {
        History good = new HandMade().write("alice", 10, 20, 1).history();
        ChaosSettings settings = new ChaosSettings(3, Duration.ofSeconds(20), EnumSet.of(Fault.REDIS_FLUSHED));
        String page = page(new Report("payara-micro", settings, good, List.of()));
        assertContains(
                page,
                "No guarantee was broken",
                "The checker found none",
                "mvn verify -Pchaos -Dchaos.seed=3 -Dchaos.seconds=20 -Dchaos.faults=redis-flushed");
        assertFalse(page.contains("class=\"violation\""), page);
    }

    @Test
    void aRunWithoutOperationsHasAPage() throws IOException {
        ChaosSettings settings = new ChaosSettings(3, Duration.ofSeconds(20), EnumSet.allOf(Fault.class));
        History empty = new History(List.of(), List.of(), List.of(), List.of());
        assertContains(page(new Report("wildfly", settings, empty, List.of())), "<h1>Chaos suite on wildfly</h1>");
    }

    @Test
    void textOfAHistoryIsEscaped() throws IOException {
        String page = page(BadHistory.report(HOSTILE));
        assertFalse(page.contains(HOSTILE), "the caller's name is not escaped");
        assertFalse(page.contains("<img"), "an element comes from the caller's name");
        assertFalse(page.contains("a <server>"), "the server's name is not escaped");
        assertContains(page, Html.escaped(HOSTILE), "a &lt;server&gt; &amp; &quot;another&quot;");
        assertEquals(
                2,
                Pattern.compile("</script>").matcher(page).results().count(),
                "the end of each script element of the template");
    }

    @Test
    void textOfAFaultCannotEndTheNumbers() throws IOException {
        HandMade made = new HandMade().incident("node-1", HOSTILE, 10, 20, 0).failedRead(12, 13, 0, "node-1");
        ChaosSettings settings = new ChaosSettings(3, Duration.ofSeconds(20), EnumSet.allOf(Fault.class));
        String page = page(new Report("wildfly", settings, made.history(), List.of()));
        assertEquals(
                HOSTILE,
                numbers(page).getJsonArray("faults").getJsonObject(0).getString("fault"),
                "as it was in the history");
    }

    @Test
    void nothingIsLoadedFromElsewhere() throws IOException {
        String page = page(BadHistory.report("alice"));
        assertContains(page, "var uPlot=", ".uplot");
        assertFalse(Pattern.compile("(src|href)=\"(?!#|data:)").matcher(page).find(), "an address outside of the page");
        assertFalse(page.contains("@import") || page.contains("url("), "an address in a style");
    }

    @Test
    void theChartsHaveANumberForEachSecond() throws IOException {
        JsonObject numbers = numbers(page(BadHistory.report("alice")));
        assertEquals(61, numbers.getJsonArray("at").size());
        for (String series : List.of("share", "median", "slow")) {
            assertEquals(61, numbers.getJsonArray(series).size(), series);
        }
        assertEquals(
                Set.of("replica-1", "replica-2"), numbers.getJsonObject("lag").keySet());
        assertEquals(Set.of("500", "503"), numbers.getJsonObject("failures").keySet());
        assertEquals(
                "[\"node-1\",\"primary\",\"redis\",\"replica-2\"]",
                numbers.getJsonArray("targets").toString());
        assertEquals(5, numbers.getJsonArray("faults").size());
        assertEquals(60.037, numbers.getJsonArray("violations").getJsonNumber(1).doubleValue());
    }

    @Test
    void theLagIsTheAgeOfTheOldestChangeThatIsMissing() {
        ReplicaLag lag = new ReplicaLag(new HandMade()
                .written(100, 10)
                .replayed("one", 200, 10)
                .written(1_000, 20)
                .written(1_200, 30)
                .replayed("one", 1_900, 25)
                .replayed("one", 2_900, 5)
                .replayed("one", 3_900, 30)
                .history()
                .samples());
        assertEquals(List.of("one"), lag.replicas());
        assertEquals(OptionalDouble.of(0), lag.longest("one", 0));
        assertEquals(OptionalDouble.of(0.7), lag.longest("one", 1));
        assertEquals(
                OptionalDouble.of(2.8), lag.longest("one", 2), "a replica that was restarted at an older position");
        assertEquals(OptionalDouble.of(0), lag.longest("one", 3));
        assertEquals(OptionalDouble.empty(), lag.longest("one", 4), "a replica that does not answer");
        assertEquals(OptionalDouble.empty(), lag.longest("two", 0));
    }

    @Test
    void allFilesOfAReportAreWritten(@TempDir Path directory) throws IOException {
        Report report = BadHistory.report("alice");
        Path made = directory.resolve("server");
        report.write(made);
        assertEquals(report.history(), HistoryFile.read(made.resolve("history.jsonl")));
        assertContains(Files.readString(made.resolve("report.txt")), "violations: 2", "-Dchaos.seed=7 ");
        assertContains(Files.readString(made.resolve("report.html")), "<!DOCTYPE html>");
    }
}
