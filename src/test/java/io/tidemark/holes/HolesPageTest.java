package io.tidemark.holes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds the manual's page equal to the table, in the order of the holes. */
class HolesPageTest {

    private static final Path PAGE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("src/site/markdown/holes.md");

    /** The holes of other routers that the table has to cover. */
    private static final int HOLES = 34;

    private static String line(Hole hole) {
        return "| "
                + String.join(
                        " | ",
                        hole.number(),
                        hole.title(),
                        "`" + hole.remedy().shown() + "`",
                        hole.shownChange(),
                        "`" + hole.test().shown() + "`",
                        hole.occasion().shown())
                + " |";
    }

    @Test
    void thePageHasTheRowsOfTheTable() throws IOException {
        List<String> expected = HoleTable.read().stream()
                .sorted(Comparator.comparing(hole -> Integer.valueOf(hole.number())))
                .map(HolesPageTest::line)
                .toList();
        List<String> found = Files.readString(PAGE)
                .lines()
                .filter(line -> line.matches("\\| \\d.*"))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    @Test
    void everyHoleHasARow() throws IOException {
        Set<String> covered = new HashSet<>();
        HoleTable.read().forEach(hole -> covered.add(hole.number()));
        List<Integer> missing = IntStream.rangeClosed(1, HOLES)
                .filter(number -> !covered.contains(String.valueOf(number)))
                .boxed()
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void noRowIsThereTwice() throws IOException {
        Set<String> seen = new HashSet<>();
        for (Hole hole : HoleTable.read()) {
            assertTrue(seen.add(hole.remedy() + " " + hole.words() + " " + hole.test()), hole.name());
        }
    }
}
