package io.tidemark.sql;

import static io.tidemark.sql.Characters.isIdentifierPart;
import static io.tidemark.sql.Characters.isIdentifierStart;

/** Where what is quoted ends: the index behind it, or {@link #NOWHERE}. Each is given the index where it begins. */
final class Quotes {

    static final int NOWHERE = -1;

    private Quotes() {}

    /** Nowhere, too, if it holds a backslash: what that means is a setting ({@code standard_conforming_strings}). */
    static int endOfString(String sql, int quote) {
        for (int i = quote + 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\\') {
                return NOWHERE;
            }
            if (c == '\'') {
                if (!sql.startsWith("''", i)) {
                    return i + 1;
                }
                i++;
            }
        }
        return NOWHERE;
    }

    /** Of an {@code E''} string, from its quote. */
    static int endOfEscapeString(String sql, int quote) {
        for (int i = quote + 1; i < sql.length(); i++) {
            if (sql.charAt(i) == '\\' || sql.startsWith("''", i)) {
                i++;
            } else if (sql.charAt(i) == '\'') {
                return i + 1;
            }
        }
        return NOWHERE;
    }

    static int endOfIdentifier(String sql, int quote) {
        for (int i = quote + 1; i < sql.length(); i++) {
            if (sql.startsWith("\"\"", i)) {
                i++;
            } else if (sql.charAt(i) == '"') {
                return i + 1;
            }
        }
        return NOWHERE;
    }

    static int endOfDollarQuotes(String sql, int dollar) {
        int tag = dollar + 1;
        if (tag < sql.length() && isIdentifierStart(sql.charAt(tag))) {
            while (tag < sql.length() && sql.charAt(tag) != '$' && isIdentifierPart(sql.charAt(tag))) {
                tag++;
            }
        }
        if (tag >= sql.length() || sql.charAt(tag) != '$') {
            return NOWHERE;
        }
        String delimiter = sql.substring(dollar, tag + 1);
        int closing = sql.indexOf(delimiter, tag + 1);
        return closing < 0 ? NOWHERE : closing + delimiter.length();
    }
}
