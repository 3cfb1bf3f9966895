import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures the language of the doc comments and of the Markdown documents. Run it from the project's directory:
 * {@code java src/style/Figures.java [document.md ...]}; the default document is README.md. It changes and gates nothing.
 *
 * <p>For each package of src/main/java: the words of its doc comments, three groups of words per 1,000 of them, and the type
 * docs that begin with a question word. For each document: words per sentence and commas per sentence, without code blocks,
 * tables and headings.
 */
public final class Figures {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern DOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’_-]*");

    /** The declaration after a doc comment: annotations, modifiers, then a kind of type. */
    private static final Pattern TYPE = Pattern.compile(
            "\\A(?:\\s*@[\\w.]+(?:\\((?:[^()]|\\([^()]*\\))*\\))?)*\\s*"
                    + "(?:(?:public|protected|private|abstract|static|final|sealed|non-sealed|strictfp)\\s+)*"
                    + "(?:class|interface|@interface|enum|record)\\s+\\w");

    private static final Pattern QUESTION =
            Pattern.compile("\\A(?:what(?:ever)?|whether|where|which|how|who|whose|whom)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern WHAT = Pattern.compile("\\bwhat\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOTHING = Pattern.compile("\\b(?:nothing|nobody|none|nor)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern TELL = Pattern.compile("\\b(?:tells?|told)\\b", Pattern.CASE_INSENSITIVE);

    private Figures() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, Count> packages = new TreeMap<>();
        Count total = new Count();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(file -> {
                String source = read(file);
                String name = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
                packages.computeIfAbsent(name, unused -> new Count()).add(source);
                total.add(source);
            });
        }
        System.out.printf(
                Locale.ROOT, "%-28s %7s %6s %8s %6s  %s%n", "package", "words", "what", "nothing", "tell", "type docs");
        packages.forEach((name, count) -> count.print(name));
        total.print("total");

        System.out.println();
        System.out.printf(
                Locale.ROOT, "%-28s %9s %7s %8s %7s%n", "document", "sentences", "median", "longest", "commas");
        for (String document : arguments.length == 0 ? new String[] {"README.md"} : arguments) {
            print(document, sentences(read(Path.of(document))));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The figures of one package, or of all. */
    private static final class Count {
        private int words;
        private int what;
        private int nothing;
        private int tell;
        private int types;
        private int questions;

        void add(String source) {
            Matcher doc = DOC.matcher(source);
            while (doc.find()) {
                String text = plain(doc.group(1));
                words += (int) WORD.matcher(text).results().count();
                what += (int) WHAT.matcher(text).results().count();
                nothing += (int) NOTHING.matcher(text).results().count();
                tell += (int) TELL.matcher(text).results().count();
                if (TYPE.matcher(source.substring(doc.end())).find()) {
                    types++;
                    questions += QUESTION.matcher(text.strip()).find() ? 1 : 0;
                }
            }
        }

        void print(String name) {
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %7d %6.1f %8.1f %6.1f  %d of %d%n",
                    name,
                    words,
                    perThousand(what),
                    perThousand(nothing),
                    perThousand(tell),
                    questions,
                    types);
        }

        private double perThousand(int count) {
            return words == 0 ? 0 : 1000.0 * count / words;
        }
    }

    /** The comment without asterisks, tags of HTML, and the names of inline tags. */
    private static String plain(String doc) {
        return doc.replaceAll("(?m)^\\s*\\*", " ")
                .replaceAll("\\{@\\w+\\s*", " ")
                .replaceAll("</?\\w[^>]*>", " ")
                .replaceAll("(?m)^\\s*@(?:param|throws|return|see|since)\\b", " ");
    }

    private static List<String> sentences(String markdown) {
        String prose = markdown.replaceAll("(?ms)^[ \\t]*(```|~~~).*?^[ \\t]*\\1[ \\t]*$", "\n")
                .replaceAll("(?s)<!--.*?-->", " ")
                .replaceAll("(?m)^ {0,3}(?:#.*|\\|.*|>?[ \\t]*\\|.*)$", "\n")
                .replaceAll("(?m)^[ \\t]*(?:[-*+]|\\d+\\.)[ \\t]+", "\n\n")
                .replaceAll("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .replaceAll("`[^`\n]*`", "code")
                .replaceAll("[*_]{1,2}(?=\\S)|(?<=\\S)[*_]{1,2}", "");
        List<String> sentences = new ArrayList<>();
        for (String paragraph : prose.split("\n[ \\t]*\n")) {
            for (String sentence : paragraph.replaceAll("\\s+", " ").split("(?<=[.!?])[)\"”]? (?=[\\p{Lu}\\p{N}\"“(]|code)")) {
                if (WORD.matcher(sentence).find()) {
                    sentences.add(sentence);
                }
            }
        }
        return sentences;
    }

    private static void print(String document, List<String> sentences) {
        int[] lengths = sentences.stream()
                .mapToInt(sentence -> (int) WORD.matcher(sentence).results().count())
                .sorted()
                .toArray();
        long commas = sentences.stream()
                .flatMapToInt(String::chars)
                .filter(character -> character == ',')
                .count();
        System.out.printf(
                Locale.ROOT,
                "%-28s %9d %7d %8d %7.2f%n",
                document,
                lengths.length,
                lengths.length == 0 ? 0 : lengths[lengths.length / 2],
                lengths.length == 0 ? 0 : lengths[lengths.length - 1],
                lengths.length == 0 ? 0.0 : (double) commas / lengths.length);
    }
}
