package io.tidemark.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The table in {@code statements.txt}. */
public final class Statements {

    private static final String SEPARATOR = " :: ";
    private static final String PICTURES = "␤␍␉␌␋␀␠";
    private static final String PICTURED = "\n\r\t\f\u000b\0\u00a0";

    /** The note of a function that reads a setting. */
    private static final String DEPENDS = "depends on ";

    private Statements() {}

    /**
     * A statement.
     *
     * @param notes what stands behind the verdict in its heading
     */
    public record Line(Verdict verdict, Set<String> notes, String why, String sql) {
        /** {@return whether the heading has this note} */
        public boolean is(String note) {
            return notes.contains(note);
        }
    }

    /** All of it, in order. */
    public static List<Line> all() {
        return all("statements.txt");
    }

    /** All of another table of the same form. */
    static List<Line> all(String table) {
        List<Line> lines = new ArrayList<>();
        List<String> notes = List.of();
        for (String line : text(table).lines().toList()) {
            int end = line.indexOf(SEPARATOR);
            if (line.startsWith("# ")) {
                notes = List.of(line.substring(2, line.indexOf(':')).split(", "));
            } else if (!notes.isEmpty() && end > 0) {
                lines.add(new Line(
                        Verdict.valueOf(notes.get(0)),
                        Set.copyOf(notes),
                        line.substring(0, end),
                        unpictured(line.substring(end + SEPARATOR.length()))));
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

    /** {@return the script that creates the database of the statements} */
    public static String schema() {
        return text("schema.sql");
    }

    /** {@return the catalogue of that database, as far as the statements need it} */
    public static Catalogue catalogue() {
        return catalogue(FunctionPolicy.PLAIN);
    }

    /** {@return a classifier with that catalogue} */
    public static Classifier classifier() {
        Classifier classifier = new Classifier();
        classifier.learn(catalogue());
        return classifier;
    }

    static Catalogue catalogue(FunctionPolicy policy) {
        return builder(policy).build();
    }

    /** {@return a builder with the content of that catalogue} */
    public static CatalogueBuilder builder(FunctionPolicy policy) {
        CatalogueBuilder builder = new CatalogueBuilder(policy);
        text("catalogue.txt").lines().skip(3).map(line -> line.split(" ")).forEach(row -> add(row, builder));
        return builder;
    }

    private static void add(String[] row, CatalogueBuilder builder) {
        String hidden = row.length > 6 ? row[6].replace('_', ' ') : "";
        Catalogue.Function called = new Catalogue.Function(
                row[3],
                row[4],
                Catalogue.Volatility.of(row[5]),
                "",
                hidden,
                hidden.startsWith(DEPENDS) ? Set.of(hidden.substring(DEPENDS.length())) : Set.of());
        switch (row[0]) {
            case "function" -> builder.function(row[1], row[2], called);
            case "operator" -> builder.operator(row[2], called);
            case "carried" -> builder.operatorOfCarried(row[2], called);
            case "cast" -> builder.castOfCarried(row[2], called);
            case "carrier" -> builder.carrier(row[2]);
            case "type" -> builder.type(row[2], called);
            case "relation" -> builder.relation(row[2], called);
            case "converts" -> builder.relationConverts(row[2], row[4]);
            case "takes" -> builder.functionConverts(row[1], row[2], row[4]);
            case "operand" -> builder.operatorConverts(row[2], row[4]);
            case "view" -> builder.view(row[2], row[4]);
            case "setting" -> builder.relation(row[2], Set.of(row[4]));
            case "holder" -> builder.typeConverts(row[2], row[4]);
            case "named" -> builder.relation(row[2]);
            case "harmful" -> builder.harmfulRelation(row[2]);
            case "transaction" -> builder.transaction(row[2]);
            case "sequence" -> builder.sequence(row[2]);
            case "clock" -> {
                switch (row[1]) {
                    case "function" -> builder.clockFunction(row[2]);
                    case "type" -> builder.clockType(row[2]);
                    default -> builder.clockRelation(row[2]);
                }
            }
            case "attribute" -> builder.attribute(row[2]);
            default -> throw new IllegalArgumentException(row[0]);
        }
    }

    private static String unpictured(String sql) {
        String result = sql;
        for (int i = 0; i < PICTURES.length(); i++) {
            result = result.replace(PICTURES.charAt(i), PICTURED.charAt(i));
        }
        return result;
    }

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Statements.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
