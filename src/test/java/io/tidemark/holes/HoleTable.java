package io.tidemark.holes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the table of holes: a row in each line, five cells, comments after a number sign at the start of a line. */
final class HoleTable {

    private static final String RESOURCE = "holes.txt";
    private static final Pattern SEPARATOR = Pattern.compile(" \\| ");
    private static final int CELLS = 5;

    private HoleTable() {}

    /** {@return the rows that are checked on this occasion} */
    static List<Hole> of(Hole.Occasion occasion) throws IOException {
        return read().stream().filter(hole -> hole.occasion() == occasion).toList();
    }

    static List<Hole> read() throws IOException {
        try (InputStream content = HoleTable.class.getResourceAsStream(RESOURCE)) {
            if (content == null) {
                throw new BadMutation("There is no " + RESOURCE + " among the test resources.");
            }
            return parse(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static List<Hole> parse(String text) {
        List<Hole> rows = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                rows.add(row(line, i + 1));
            }
        }
        return List.copyOf(rows);
    }

    private static Hole row(String line, int number) {
        String[] cells = SEPARATOR.split(line, -1);
        try {
            if (cells.length != CELLS) {
                throw new BadMutation(
                        "It has " + cells.length + " cells; expected hole | title | remedy | change | test.");
            }
            Hole hole = new Hole(cells[0], cells[1], MethodName.of(cells[2]), cells[3], MethodName.of(cells[4]));
            hole.mutation();
            return hole;
        } catch (BadMutation bad) {
            BadMutation named = new BadMutation("Line " + number + " of the table of holes: " + bad.getMessage());
            named.initCause(bad);
            throw named;
        }
    }
}
