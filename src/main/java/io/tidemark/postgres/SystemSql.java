package io.tidemark.postgres;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Qualifies the names in the library's own queries with {@code pg_catalog}, so that no object of the application hides what they
 * ask for: a temporary table or type hides one of the catalogue's in every session, a function or operator where a schema is before
 * {@code pg_catalog} in {@code search_path}. Source: PostgreSQL documentation, {@code search_path}.
 *
 * <p>The queries are constants, and keep to this: key words are in upper case, names in lower case; a function's parenthesis
 * follows its name at once; operators have blanks around them, and need no precedence, since qualified ones all have the same;
 * there is no {@code IN} and no {@code LIKE}, whose operators cannot be qualified. What a string names is not qualified.
 */
final class SystemSql {

    /** Of the grammar, not the catalogue. */
    private static final Set<String> BUILT_IN = Set.of("coalesce", "extract", "bigint", "interval");

    private static final Pattern PART = Pattern.compile("'[^']*'"
            + "|(?:(?<![\\w.])[a-z_0-9]+)(?=\\()"
            + "|(?<=::)(?:[a-z_]++)(?![\\w.])"
            + "|(?<=AS )(?:oid)(?=\\[)"
            + "|(?<=(?:FROM|JOIN) )(?:pg_[a-z_]++)(?![\\w(.])"
            + "|(?<=\\s)(?:[-+*/<>=|&]+)(?=\\s)");

    private SystemSql() {}

    static String qualified(String query) {
        return PART.matcher(query).replaceAll(part -> Matcher.quoteReplacement(inCatalogue(part.group())));
    }

    private static String inCatalogue(String text) {
        if (text.startsWith("'") || BUILT_IN.contains(text)) {
            return text;
        }
        return Character.isLetter(text.charAt(0)) ? "pg_catalog." + text : "OPERATOR(pg_catalog." + text + ")";
    }
}
