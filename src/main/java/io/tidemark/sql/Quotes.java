package io.tidemark.sql;

import static io.tidemark.sql.Characters.isIdentifierPart;
import static io.tidemark.sql.Characters.isIdentifierStart;

/**
 * Finds the end of quoted text. Each method takes the index of the start, and returns the index after the end, or
 * {@link #NOWHERE}.
 */
final class Quotes {

    static final int NOWHERE = -1;

    private Quotes() {}

    /** The meaning of a backslash in a string. */
    enum Backslash {
        NOTHING,
        ESCAPES
    }

    /** Returns the end of a string from its quote, including its continuation on later lines. */
    static int endOfString(String sql, int quote, Backslash backslash) {
        int end = endOfPart(sql, quote, backslash);
        while (end != NOWHERE) {
            int next = continuation(sql, end);
            if (next == NOWHERE) {
                return end;
            }
            end = endOfPart(sql, next, backslash);
        }
        return NOWHERE;
    }

    private static int endOfPart(String sql, int quote, Backslash backslash) {
        for (int i = quote + 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if ((c == '\\' && backslash == Backslash.ESCAPES) || sql.startsWith("''", i)) {
                i++;
            } else if (c == '\'') {
                return i + 1;
            }
        }
        return NOWHERE;
    }

    /** Returns the quote that continues a string: after white space with a line feed in it, and line comments. */
    private static int continuation(String sql, int end) {
        boolean newline = false;
        int i = end;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (Characters.isSpace(c)) {
                newline |= Characters.isNewline(c);
                i++;
            } else if (sql.startsWith("--", i)) {
                i = endOfLine(sql, i);
            } else {
                return newline && c == '\'' ? i : NOWHERE;
            }
        }
        return NOWHERE;
    }

    /**
     * Whether a string with escapes has one that may stand for a letter. Escapes of quotes, backslashes and line feeds
     * do not.
     */
    static boolean mayEscapeLetter(String content) {
        for (int i = 0; i + 1 < content.length(); i++) {
            if (content.charAt(i) == '\\') {
                i++;
                if ("\\'\"nrt".indexOf(content.charAt(i)) < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the content of a terminated string, with its parts on several lines joined. */
    static String content(String sql, int quote, Backslash backslash) {
        StringBuilder content = new StringBuilder();
        for (int part = quote; part != NOWHERE; ) {
            int end = endOfPart(sql, part, backslash);
            content.append(sql, part + 1, end - 1);
            part = continuation(sql, end);
        }
        return content.toString();
    }

    static int endOfLine(String sql, int from) {
        int i = from;
        while (i < sql.length() && !Characters.isNewline(sql.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Returns the end of a block comment, which may contain others. */
    static int endOfComment(String sql, int slash) {
        int depth = 0;
        int i = slash;
        while (i < sql.length()) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
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
