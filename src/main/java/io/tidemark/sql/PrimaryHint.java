package io.tidemark.sql;

/** The comment by which a statement asks for the primary: {@code tidemark: primary}, in any case and spacing. */
final class PrimaryHint {

    private static final String NAME = "tidemark";
    private static final String PLACE = "primary";

    private PrimaryHint() {}

    /** Whether the comment between these bounds, without its delimiters, consists of the hint. */
    static boolean isIn(String sql, int from, int to) {
        int at = skip(sql, from, to, NAME);
        at = at < 0 ? at : skip(sql, at, to, ":");
        at = at < 0 ? at : skip(sql, at, to, PLACE);
        return at >= 0 && spaces(sql, at, to) == to;
    }

    /** Returns the index after the word and its leading white space; negative if the word is missing. */
    private static int skip(String sql, int from, int to, String word) {
        int begin = spaces(sql, from, to);
        int end = begin + word.length();
        return end <= to && sql.regionMatches(true, begin, word, 0, word.length()) ? end : -1;
    }

    private static int spaces(String sql, int from, int to) {
        int at = from;
        while (at < to && Characters.isSpace(sql.charAt(at))) {
            at++;
        }
        return at;
    }
}
