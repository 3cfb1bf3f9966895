package io.tidemark.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A second, naive lexer for simple statements, independent of the lexer under test. It gives up on comments, dollar
 * quotes, escapes, and numbers with a point.
 */
final class Pieces {

    private static final List<String> NOISE = List.of(
            " ",
            "\n",
            "\t\r\f ",
            "/**/",
            "/* FOR UPDATE; nextval('s') */",
            "/* /* ' */ \" */",
            "-- it's \"; into x\n",
            "--\r",
            "/*-- */",
            "--/*\n");

    private static final String OPERATORS = "+-*/<>=~!@#%^&|`?:";

    private Pieces() {}

    static List<String> of(String sql) {
        if (!isSimple(sql)) {
            return List.of();
        }
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            int end = end(sql, at);
            if (!sql.substring(at, end).isBlank()) {
                pieces.add(sql.substring(at, end));
            }
            at = end;
        }
        return pieces;
    }

    private static boolean isSimple(String sql) {
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            boolean pointAtDigit = c == '.' && i > 0 && Character.isDigit(sql.charAt(i - 1));
            if ((c < ' ' && c != '\n') || "\\$&{`".indexOf(c) >= 0 || pointAtDigit) {
                return false;
            }
        }
        return !sql.contains("--")
                && !sql.contains("\"\"")
                && !sql.contains("/*")
                && !sql.contains("??")
                && !sql.contains("E'")
                && !sql.contains(".5")
                && !sql.contains("1e");
    }

    private static int end(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"') {
            int closing = sql.indexOf(c, at + 1);
            return closing < 0 ? sql.length() : closing + 1;
        }
        int end = at + 1;
        while (end < sql.length() && sameKind(c, sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean sameKind(char first, char next) {
        if (first == '?' || next == '?') {
            return first == next;
        }
        return isWord(first) ? isWord(next) : isOperator(first) && isOperator(next);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c >= 0x80;
    }

    private static boolean isOperator(char c) {
        return OPERATORS.indexOf(c) >= 0;
    }

    /** {@return the same pieces with other separators, and words in another case} */
    static String joined(List<String> pieces, Random random) {
        StringBuilder text = new StringBuilder();
        for (String piece : pieces) {
            // A minus with a line comment directly behind it would be another operator.
            text.append(' ').append(NOISE.get(random.nextInt(NOISE.size())));
            text.append(isWord(piece.charAt(0)) ? recased(piece, random) : piece);
        }
        return text.append(NOISE.get(random.nextInt(NOISE.size()))).toString();
    }

    private static String recased(String word, Random random) {
        StringBuilder text = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < 0x80 && Character.isLetter(c) && random.nextBoolean()) {
                text.setCharAt(i, (char) (c ^ 0x20));
            }
        }
        return text.toString();
    }
}
