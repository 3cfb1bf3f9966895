package io.tidemark.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.servers.Manual;
import io.tidemark.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks links, lengths, commands, settings and metrics of the documents. */
class DocumentsTest {

    private static final Path CHECKOUT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path IMAGES = CHECKOUT.resolve("src/site/resources/images");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```$");
    private static final String NOT_RUN = "Not run by a test.";
    private static final Map<String, Integer> LIMITS = Map.of("README.md", 200, "CONTRIBUTING.md", 120);
    private static final int LIMIT = 250;

    /** The sections whose commands a test reads, by {@link Manual}. */
    private static final List<String> RUN = List.of(
            "Try the demo",
            "Your own application in ten minutes",
            "Payara Micro 6",
            "WildFly 39",
            "Start",
            "Change a password",
            "Replace a lost slot",
            "Run two nodes",
            "Upgrade the application");

    @Test
    void everyLinkAndAnchorResolves() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : Manual.documents(CHECKOUT)) {
            for (String link : links(document)) {
                if (!link.startsWith("https:") && !resolves(document, link)) {
                    broken.add(name(document) + ": " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    /** All of them are pages or images of the site; other files are not. */
    @Test
    void documentsLinkToDocuments() throws IOException {
        Set<Path> allowed = new HashSet<>(Manual.documents(CHECKOUT));
        allowed.add(CHECKOUT.resolve("LICENSE"));
        List<String> others = new ArrayList<>();
        for (Path document : Manual.documents(CHECKOUT)) {
            for (String link : links(document)) {
                Path target = target(document, link);
                if (!link.startsWith("https:") && !allowed.contains(target) && !target.startsWith(IMAGES)) {
                    others.add(name(document) + ": " + link);
                }
            }
        }
        assertEquals(List.of(), others);
    }

    @Test
    void noDocumentIsTooLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path document : Manual.documents(CHECKOUT)) {
            int lines = Files.readAllLines(document).size();
            if (lines > LIMITS.getOrDefault(name(document), LIMIT)) {
                tooLong.add(name(document) + ": " + lines);
            }
        }
        assertEquals(List.of(), tooLong);
    }

    @Test
    void everyPageIsLinkedFromReadmeAndInTheMenu() throws IOException {
        Path readme = CHECKOUT.resolve("README.md");
        Set<Path> linked =
                links(readme).stream().map(link -> target(readme, link)).collect(Collectors.toSet());
        String menu = Files.readString(CHECKOUT.resolve("src/site/site.xml"));
        List<String> missing = new ArrayList<>();
        for (Path document : Manual.documents(CHECKOUT)) {
            String page = Objects.toString(document.getFileName(), "");
            if (!document.equals(readme) && !page.equals("index.md") && !linked.contains(document)) {
                missing.add(name(document) + " in README.md");
            }
            if (document.startsWith(CHECKOUT.resolve("src/site"))
                    && !menu.contains("\"" + page.replace(".md", ".html") + "\"")) {
                missing.add(name(document) + " in site.xml");
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyCommandIsRunByATestOrSaysThatItIsNot() throws IOException {
        List<String> unmarked = new ArrayList<>();
        for (Path document : Manual.documents(CHECKOUT)) {
            String text = Files.readString(document);
            for (MatchResult block : CODE.matcher(text).results().toList()) {
                String before = text.substring(0, block.start());
                boolean accounted = RUN.contains(lastHeading(before)) || before.endsWith(NOT_RUN + "\n\n");
                if (block.group(1).equals("sh") && !accounted) {
                    unmarked.add(name(document) + ": " + block.group(2));
                }
                if (block.group(1).isEmpty() && block.group(2).matches("(?s)\\s*(mvn|curl|docker|export|\\$|cp) .*")) {
                    unmarked.add(name(document) + " has no language for " + block.group(2));
                }
            }
        }
        assertEquals(List.of(), unmarked);
    }

    @Test
    void theSectionsThatAreRunAreReadByATest() throws IOException {
        StringBuilder tests = new StringBuilder();
        for (Path source : Sources.java(CHECKOUT)) {
            if (!source.endsWith("DocumentsTest.java")) {
                tests.append(Files.readString(source));
            }
        }
        assertEquals(
                List.of(),
                RUN.stream()
                        .filter(heading -> tests.indexOf("\"" + heading + "\"") < 0)
                        .toList());
    }

    @Test
    void everySettingIsDocumentedAndNoOther() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("src/site/markdown/settings.md"));
        assertEquals(
                literals("\"(tidemark\\.[a-z.]*[a-z])\""),
                found("(?m)^\\| `(tidemark\\.[a-z.]+)` \\|", page),
                "settings");
    }

    @Test
    void everyMetricIsDocumentedAndNoOther() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("src/site/markdown/operations.md"));
        Set<String> documented = page.lines()
                .filter(line -> line.startsWith("| `tidemark_"))
                .flatMap(line -> found("`(tidemark_[a-z_]+)`", line).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names(Metric::microProfileName), documented, "metrics");
    }

    @Test
    void everyMetricOfOpenTelemetryIsDocumentedWithItsKindAndUnitAndNoOther() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("src/site/markdown/opentelemetry.md"));
        Set<String> expected = Metric.ofOpenTelemetry().stream()
                .map(metric -> metric.openTelemetryName().orElseThrow() + " "
                        + metric.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + metric.unit())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = Pattern.compile(
                        "(?m)^\\| `(tidemark\\.[a-z._]+)` \\| ((?:[a-z]+ )*[a-z]+, `[^|]+`) \\|")
                .matcher(page)
                .results()
                .map(row -> row.group(1) + " " + row.group(2).replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, documented, "metrics");
    }

    private static Set<String> names(Function<Metric, Optional<String>> name) {
        return Arrays.stream(Metric.values())
                .map(name)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> literals(String pattern) throws IOException {
        Set<String> literals = new TreeSet<>();
        for (Path source : Sources.java(CHECKOUT.resolve("src/main"))) {
            literals.addAll(found(pattern, Files.readString(source)));
        }
        return literals;
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> links(Path document) throws IOException {
        String prose = CODE.matcher(Files.readString(document)).replaceAll("");
        return LINK.matcher(prose).results().map(link -> link.group(1)).toList();
    }

    private static Path target(Path document, String link) {
        String path = link.replaceFirst("#.*", "");
        return path.isEmpty() ? document : document.resolveSibling(path).normalize();
    }

    private static boolean resolves(Path document, String link) throws IOException {
        Path target = target(document, link);
        if (!Files.exists(target)) {
            return false;
        }
        return !link.contains("#") || anchors(target).contains(link.replaceFirst(".*#", ""));
    }

    /** GitHub's: lower case, without punctuation, hyphens for blanks, and a number where one is there already. */
    private static Set<String> anchors(Path document) throws IOException {
        String prose = CODE.matcher(Files.readString(document)).replaceAll("");
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(prose)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .map(anchor ->
                        seen.merge(anchor, 1, Integer::sum) == 1 ? anchor : anchor + "-" + (seen.get(anchor) - 1))
                .collect(Collectors.toSet());
    }

    private static String lastHeading(String before) {
        String prose = CODE.matcher(before).replaceAll("");
        Stream<String> headings = HEADING.matcher(prose).results().map(heading -> heading.group(1));
        return headings.reduce("", (one, next) -> next);
    }

    private static String name(Path document) {
        return CHECKOUT.relativize(document).toString().replace('\\', '/');
    }
}
