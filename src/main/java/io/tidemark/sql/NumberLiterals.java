package io.tidemark.sql;

import static io.tidemark.sql.Characters.isDigit;

/** Finds the end of a number. Linear. */
final class NumberLiterals {

    /** A number with at most this many digits is an {@code integer}. */
    private static final int DIGITS = 9;

    private NumberLiterals() {}

    /** Whether PostgreSQL prints the number in the same form: a short integer without leading zeros. */
    static boolean arePlain(String number) {
        return number.length() <= DIGITS
                && number.chars().allMatch(c -> isDigit((char) c))
                && (number.length() == 1 || number.charAt(0) != '0');
    }

    /**
     * Returns the index after the number that begins here. The caller evaluates the next character: up to PostgreSQL 14
     * a letter there began the next token, in later versions it is an error.
     */
    static int end(String sql, int from) {
        int digits = from + 2;
        if (sql.charAt(from) == '0' && digits < sql.length() && isRadix(sql.charAt(from + 1))) {
            int end = digits;
            while (end < sql.length() && (isHexadecimal(sql.charAt(end)) || sql.charAt(end) == '_')) {
                end++;
            }
            return end;
        }
        int end = digits(sql, from);
        if (end < sql.length() && sql.charAt(end) == '.') {
            end = digits(sql, end + 1);
        }
        return exponent(sql, end);
    }

    private static int exponent(String sql, int at) {
        if (at >= sql.length() || (sql.charAt(at) | 0x20) != 'e') {
            return at;
        }
        int sign = at + 1;
        int digits = sign < sql.length() && (sql.charAt(sign) == '+' || sql.charAt(sign) == '-') ? sign + 1 : sign;
        return digits < sql.length() && isDigit(sql.charAt(digits)) ? digits(sql, digits) : at;
    }

    private static int digits(String sql, int from) {
        int i = from;
        while (i < sql.length() && (isDigit(sql.charAt(i)) || isSeparator(sql, i))) {
            i++;
        }
        return i;
    }

    /** An underscore between two digits. */
    private static boolean isSeparator(String sql, int i) {
        return sql.charAt(i) == '_' && isDigit(sql.charAt(i - 1)) && i + 1 < sql.length() && isDigit(sql.charAt(i + 1));
    }

    private static boolean isRadix(char c) {
        return "xXoObB".indexOf(c) >= 0;
    }

    private static boolean isHexadecimal(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
