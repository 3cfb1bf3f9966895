package io.tidemark.sql;

import java.util.Set;

/** The words of SQL for a type, besides its name in the catalogue (PostgreSQL's manual: "Data Types", aliases). */
public final class TypeNames {

    private static final Set<String> USUAL = WordList.of(
            """
            bigint boolean bool bpchar bytea char character date decimal double float float4 float8 int int2 int4 int8 integer
            interval json jsonb numeric real smallint text time timestamp timestamptz timetz uuid varchar
            """);

    /** Types of PostgreSQL's grammar, which may have further words between their name and the next token. */
    private static final Set<String> WITH_GRAMMAR = WordList.of(
            """
            bigint bit boolean char character dec decimal double float int integer interval national nchar numeric real
            smallint time timestamp varchar
            """);

    private TypeNames() {}

    /** Whether PostgreSQL's grammar has a special rule for the type of this name. */
    static boolean haveGrammar(String word) {
        return WITH_GRAMMAR.contains(word);
    }

    /** Whether this is a word for a built-in type to which statements commonly cast. */
    static boolean areUsual(String word) {
        return USUAL.contains(word);
    }

    /** Returns the words for the type with this name in the catalogue. */
    public static Set<String> of(String name) {
        return switch (name) {
            case "bool" -> Set.of(name, "boolean");
            case "int2" -> Set.of(name, "smallint");
            case "int4" -> Set.of(name, "int", "integer");
            case "int8" -> Set.of(name, "bigint");
            case "float4" -> Set.of(name, "real", "float");
            case "float8" -> Set.of(name, "double", "float");
            case "numeric" -> Set.of(name, "decimal", "dec");
            case "bpchar" -> Set.of(name, "char", "character", "nchar", "national");
            case "varchar" -> Set.of(name, "char", "character", "nchar", "national");
            case "varbit" -> Set.of(name, "bit");
            case "timestamptz" -> Set.of(name, "timestamp");
            case "timetz" -> Set.of(name, "time");
            default -> Set.of(name);
        };
    }
}
