package io.tidemark.sql;

import io.tidemark.sql.Quotes.Backslash;

/** Removes the comments of a function's source. A comment within a string stays, because the string may be SQL. */
final class SourceComments {

    private final String source;
    private final StringBuilder result;

    private SourceComments(String source) {
        this.source = source;
        this.result = new StringBuilder(source);
    }

    /**
     * Returns the source with blanks in place of its comments; unchanged if it has an unterminated quote or comment, or
     * a string whose backslashes may escape a quote.
     */
    static String blanked(String source) {
        boolean any = source.contains("--") || source.contains("/*");
        return any ? new SourceComments(source).blanked() : source;
    }

    private String blanked() {
        int at = 0;
        while (at < source.length()) {
            int next = behind(at);
            if (next == Quotes.NOWHERE) {
                return source;
            }
            at = next;
        }
        return result.toString();
    }

    /** Returns the index after the quote, comment or character that begins here. */
    private int behind(int at) {
        return switch (source.charAt(at)) {
            case '\'' -> behindString(at);
            case '"' -> Quotes.endOfIdentifier(source, at);
            case '$' -> behindDollar(at);
            case '-' -> source.startsWith("--", at) ? blank(at, Quotes.endOfLine(source, at)) : at + 1;
            case '/' -> source.startsWith("/*", at) ? blank(at, Quotes.endOfComment(source, at)) : at + 1;
            default -> at + 1;
        };
    }

    private int behindString(int quote) {
        int end = Quotes.endOfString(source, quote, Backslash.NOTHING);
        boolean escapes = end != Quotes.NOWHERE && source.substring(quote, end).indexOf('\\') >= 0;
        return escapes ? Quotes.NOWHERE : end;
    }

    /** A dollar within a name, or before a parameter's number, quotes nothing. */
    private int behindDollar(int dollar) {
        boolean inName = dollar > 0 && Characters.isIdentifierPart(source.charAt(dollar - 1));
        int end = inName ? Quotes.NOWHERE : Quotes.endOfDollarQuotes(source, dollar);
        return end == Quotes.NOWHERE ? dollar + 1 : end;
    }

    private int blank(int from, int to) {
        for (int i = from; i < to; i++) {
            result.setCharAt(i, ' ');
        }
        return to;
    }
}
