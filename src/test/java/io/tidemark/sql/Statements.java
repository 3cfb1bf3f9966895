package io.tidemark.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The table in {@code statements.txt}. */
final class Statements {

    private static final String SEPARATOR = " :: ";
    private static final String PICTURES = "␤␍␉␌␋␀␠";
    private static final String PICTURED = "\n\r\t\f\u000b\0\u00a0";

    private Statements() {}

    record Line(Verdict verdict, String why, String sql) {}

    static List<Line> all() {
        List<Line> lines = new ArrayList<>();
        Verdict verdict = Verdict.WRITE;
        for (String line : text().lines().skip(2).toList()) {
            if (line.startsWith("# ")) {
                verdict = Verdict.valueOf(line.substring(2, line.indexOf(':')));
            } else if (!line.isEmpty()) {
                int end = line.indexOf(SEPARATOR);
                lines.add(new Line(verdict, line.substring(0, end), unpictured(line.substring(end + 4))));
            }
        }
        return lines;
    }

    static List<String> of(Verdict verdict) {
        return all().stream()
                .filter(line -> line.verdict() == verdict)
                .map(Line::sql)
                .toList();
    }

    private static String unpictured(String sql) {
        String result = sql;
        for (int i = 0; i < PICTURES.length(); i++) {
            result = result.replace(PICTURES.charAt(i), PICTURED.charAt(i));
        }
        return result;
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(Statements.class.getResourceAsStream("statements.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
