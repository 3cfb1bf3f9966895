package io.tidemark.postgres;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Qualifies the names in the library's own queries with {@code pg_catalog}. Otherwise an object of the application could
 * hide one of the catalogue: a temporary table or type in every session, a function or operator if its schema is before
 * {@code pg_catalog} in {@code search_path}. Source: PostgreSQL documentation, {@code search_path}.
 *
 * <p>The queries are constants and follow these rules. Key words are in upper case, names in lower case. A function's
 * parenthesis follows its name without a blank. Operators have blanks around them, and do not rely on precedence, because all
 * qualified operators have the same. {@code IN} and {@code LIKE} are not used, because their operators cannot be qualified.
 * Names in strings are not qualified.
 */
final class SystemSql {

    /** Names of the grammar, not of the catalogue. */
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
