package io.tidemark.sql;

import io.tidemark.sql.Quotes.Backslash;

/** The prefixes of quotes: {@code E''}, {@code B''}, {@code X''}, {@code U&''}, {@code U&""}. */
final class QuotePrefixes {

    private QuotePrefixes() {}

    /** Returns the index of the quote that follows this prefix, or {@link Quotes#NOWHERE}. */
    static int quoteBehind(String sql, int word, int end) {
        if (end != word + 1) {
            return Quotes.NOWHERE;
        }
        return switch (sql.charAt(word) | 0x20) {
            case 'e', 'b', 'x' -> sql.startsWith("'", end) ? end : Quotes.NOWHERE;
            case 'u' -> sql.startsWith("&'", end) || sql.startsWith("&\"", end) ? end + 1 : Quotes.NOWHERE;
            default -> Quotes.NOWHERE;
        };
    }

    /** Returns the meaning of a backslash in a string with this prefix, given its meaning without one. */
    static Backslash backslash(char prefix, Backslash plain) {
        return switch (prefix | 0x20) {
            case 'e' -> Backslash.ESCAPES;
            case 'b', 'x' -> Backslash.NOTHING;
            default -> plain;
        };
    }
}
