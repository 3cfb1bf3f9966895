package io.tidemark.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Statements by finding: a kind, optionally followed by a colon and a reason. */
final class RegressionFindings {

    private static final int MOST_REASONS = 30;

    private final Map<String, List<String>> found = new TreeMap<>();

    void note(String kind, String sql) {
        found.computeIfAbsent(kind, any -> new ArrayList<>()).add(sql.replaceAll("\\s+", " "));
    }

    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        found.forEach((kind, statements) -> counts.merge(kind.split(":", 2)[0], statements.size(), Integer::sum));
        return counts;
    }

    void save(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        found.forEach((kind, statements) -> {
            lines.add("# " + statements.size() + " " + kind);
            lines.addAll(statements);
        });
        Files.write(file, lines);
    }

    void print() {
        found.entrySet().stream()
                .filter(entry -> entry.getKey().contains(":"))
                .sorted((one, other) -> other.getValue().size() - one.getValue().size())
                .limit(MOST_REASONS)
                .forEach(entry -> System.out.println(entry.getValue().size() + " " + entry.getKey()));
        System.out.println(counts());
    }
}
