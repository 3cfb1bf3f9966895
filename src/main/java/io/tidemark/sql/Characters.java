package io.tidemark.sql;

/**
 * PostgreSQL's classes of characters (its {@code scan.l}).
 *
 * <p>A vertical tab is in none of them: PostgreSQL 17 and later take it for white space, earlier ones refuse it.
 */
final class Characters {

    private Characters() {}

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    static boolean isNewline(char c) {
        return c == '\n' || c == '\r';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Everything beyond ASCII begins an identifier, a no-break space too. */
    static boolean isIdentifierStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    static boolean isIdentifierPart(char c) {
        return isIdentifierStart(c) || isDigit(c) || c == '$';
    }

    /** Without the question mark: in JDBC's SQL that is a parameter, which also ends an operator. */
    static boolean isOperatorPart(char c) {
        return "~!@#^&|`+-*/%<>=".indexOf(c) >= 0;
    }

    /** One of those that let an operator end in a plus or a minus. */
    static boolean isPeculiarToOperators(char c) {
        return "~!@#^&|`%".indexOf(c) >= 0;
    }

    static boolean isSymbol(char c) {
        return "(),.;[]".indexOf(c) >= 0;
    }

    /** Folds ASCII only: a Kelvin sign is no {@code k} to PostgreSQL, and a dotless i no {@code i}. */
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
