package io.tidemark.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.servers.Manual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Checks that each class and method in the tables of guarantees exists, and each class in the decisions and in
 * CONTRIBUTING.md. A class is found by its file, in any package.
 */
class GuaranteesTest {

    private static final Path CHECKOUT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    /** {@code package.Class.member}, of which package and member may be missing. */
    private static final Pattern NAME = Pattern.compile("`(?:([a-z]+)\\.)?([A-Z]\\w*[a-z]\\w*)((?:\\.\\w+)*)`");

    /** Names in documents that are no classes of this project: an example, and a class of WildFly. */
    private static final Set<String> FOREIGN = Set.of("XTest", "ServiceBasedNamingStore");

    private static final int TEST = 3;

    private final List<Path> sources;

    GuaranteesTest() throws IOException {
        this.sources = Sources.java(CHECKOUT);
    }

    @Test
    void everyClassAndMethodExists() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        List<String> rows = rows();
        for (String row : rows) {
            String[] cells = cells(row);
            for (int cell = 1; cell < cells.length; cell++) {
                Matcher name = NAME.matcher(cells[cell]);
                while (name.find()) {
                    if (!exists(name, cell + 1 == TEST)) {
                        missing.add(name.group());
                    }
                }
            }
        }
        assertEquals(new TreeSet<>(), missing);
    }

    @Test
    void everyClassOfTheDecisionsAndForContributorsExists() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (String document : List.of("CONTRIBUTING.md", "src/site/markdown/decisions.md")) {
            Matcher name = NAME.matcher(Files.readString(CHECKOUT.resolve(document)));
            while (name.find()) {
                if (!FOREIGN.contains(name.group(2)) && !exists(name, false)) {
                    missing.add(document + ": " + name.group());
                }
            }
        }
        assertEquals(new TreeSet<>(), missing);
    }

    @Test
    void eachRowNamesATest() throws IOException {
        for (String row : rows()) {
            String[] cells = cells(row);
            assertTrue(cells.length == 4 && cells[TEST - 1].contains("`"), row);
        }
    }

    private static String[] cells(String row) {
        return row.split(" \\| ", -1);
    }

    private static List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Path page : Manual.documents(CHECKOUT)) {
            if (Objects.toString(page.getFileName(), "").startsWith("tests-")) {
                Files.readString(page)
                        .lines()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| guarantee"))
                        .forEach(rows::add);
            }
        }
        assertFalse(rows.isEmpty(), "no rows");
        return rows;
    }

    private boolean exists(Matcher name, boolean test) throws IOException {
        String inPackage = name.group(1) == null ? "" : name.group(1) + "/";
        String file = "/" + inPackage + name.group(2) + ".java";
        for (Path source : sources) {
            if (source.toString().replace('\\', '/').endsWith(file) && has(source, name.group(3), test)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Path source, String members, boolean test) throws IOException {
        if (members.isEmpty()) {
            return true;
        }
        String text = Files.readString(source);
        String member = members.substring(members.lastIndexOf('.') + 1);
        return Pattern.compile((test ? "void " : "\\b") + member + (test ? "\\(" : "\\b"))
                .matcher(text)
                .find();
    }
}
