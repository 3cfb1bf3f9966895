package io.tidemark.sql;

/**
 * PostgreSQL's character classes (its {@code scan.l}). A vertical tab is white space since PostgreSQL 17; earlier
 * versions reject the whole text.
 */
final class Characters {

    private Characters() {}

    /**
     * Whether the text reaches the server unchanged: without NUL, which ends the text on the wire, and without unpaired
     * surrogates, which become question marks.
     */
    static boolean surviveTheWire(String sql) {
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == sql.length() || !Character.isLowSurrogate(sql.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u000b';
    }

    static boolean isNewline(char c) {
        return c == '\n' || c == '\r';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Every character beyond ASCII begins an identifier, even a no-break space. */
    static boolean isIdentifierStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    static boolean isIdentifierPart(char c) {
        return isIdentifierStart(c) || isDigit(c) || c == '$';
    }

    /** Excludes the question mark, which is a parameter in JDBC's SQL and ends an operator. */
    static boolean isOperatorPart(char c) {
        return "~!@#^&|`+-*/%<>=".indexOf(c) >= 0;
    }

    /** Whether the character allows an operator to end in a plus or a minus. */
    static boolean isPeculiarToOperators(char c) {
        return "~!@#^&|`%?".indexOf(c) >= 0;
    }

    static boolean isSymbol(char c) {
        return "(),.;[]{}".indexOf(c) >= 0;
    }

    /** Returns the length of the text in UTF-8. */
    static int bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair stands for two bytes of four.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /** Folds ASCII letters only: PostgreSQL does not fold a Kelvin sign to {@code k}, or a dotless i to {@code i}. */
    static String lowerCase(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (isUpperCase(word.charAt(i))) {
                return folded(word);
            }
        }
        return word;
    }

    private static String folded(String word) {
        char[] chars = word.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (isUpperCase(chars[i])) {
                chars[i] = (char) (chars[i] + ('a' - 'A'));
            }
        }
        return new String(chars);
    }

    private static boolean isUpperCase(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
