import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Copies the manual's pages, as GitHub shows them, to the directory from which Maven renders the site.
 *
 * <p>The documents of the directories {@code server-config}, {@code pg} and {@code src/bench}, README and CONTRIBUTING become pages of the site, too. Links
 * follow them. Each heading gets GitHub's anchor, because Doxia has another rule for anchors.
 */
final class SitePages {

    private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");
    private static final Map<String, String> PAGES = Map.of(
            "README.md", "readme.md",
            "CONTRIBUTING.md", "contributing.md",
            "server-config/README.md", "server-config.md",
            "pg/README.md", "pg.md",
            "src/bench/README.md", "cost.md");

    private SitePages() {}

    /** With the checkout and the directory to write to. */
    public static void main(String... arguments) throws IOException {
        Path checkout = Path.of(arguments[0]);
        Path site = Path.of(arguments[1]);
        Path manual = checkout.resolve("src/site/markdown");
        Files.createDirectories(site.resolve("markdown"));
        try (Stream<Path> pages = Files.list(manual)) {
            for (Path page : pages.toList()) {
                copy(page, site.resolve("markdown").resolve(page.getFileName()));
            }
        }
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            copy(checkout.resolve(page.getKey()), site.resolve("markdown").resolve(page.getValue()));
        }
        Path resources = Files.createDirectories(site.resolve("resources"));
        Files.writeString(resources.resolve("LICENSE"), Files.readString(checkout.resolve("LICENSE")));
        copyImages(checkout.resolve("src/site/resources/images"), resources.resolve("images"));
        Files.writeString(site.resolve("site.xml"), Files.readString(checkout.resolve("src/site/site.xml")));
    }

    private static void copyImages(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> images = Files.list(from)) {
            for (Path image : images.toList()) {
                Files.copy(image, to.resolve(image.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<String> lines = Files.readAllLines(from);
        StringBuilder page = new StringBuilder();
        boolean code = false;
        for (String line : lines) {
            code ^= line.strip().startsWith("```");
            Matcher heading = HEADING.matcher(line);
            if (!code && heading.matches()) {
                page.append("<a id=\"").append(anchor(heading.group(1))).append("\"></a>\n\n");
            }
            page.append(code ? line : inSite(line)).append('\n');
        }
        Files.writeString(to, page);
    }

    private static String inSite(String line) {
        String moved = line.replaceAll("\\]\\((?:\\.\\./)*src/site/markdown/", "](")
                .replaceAll("\\]\\((?:\\.\\./)*(?:src/)?site/resources/images/", "](images/");
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            moved = moved.replaceAll("\\]\\((?:\\.\\./)*" + Pattern.quote(page.getKey()), "](" + page.getValue());
        }
        return moved;
    }

    /** As GitHub makes it: lower case, without punctuation, hyphens for blanks. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(c -> Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == '_')
                .mapToObj(c -> c == ' ' ? "-" : Character.toString(c))
                .collect(Collectors.joining());
    }
}
