package io.tidemark.sql;

import java.util.Set;

/**
 * The words by which a text asks for a server's time.
 *
 * <p>Source: PostgreSQL documentation, "Current Date/Time" and "Special Date/Time Values"; the driver's
 * {@code EscapedFunctions2} for the functions of JDBC.
 */
final class ClockWords {

    /** Key words without parentheses. */
    private static final Set<String> KEY_WORDS =
            WordList.of("current_date current_time current_timestamp localtime localtimestamp");

    private static final Set<String> FUNCTIONS = WordList.of(
            """
            age clock_timestamp curdate curtime now statement_timestamp timeofday transaction_timestamp uuidv7
            """);

    /** Special values of the date and time types. Others, such as {@code epoch}, are constants. */
    private static final Set<String> LITERALS = WordList.of("now today tomorrow yesterday");

    private static final int SHORTEST = 3;

    private ClockWords() {}

    static Set<String> keyWords() {
        return KEY_WORDS;
    }

    static boolean isKeyWord(String word) {
        return KEY_WORDS.contains(word);
    }

    /** The built-in functions. Each name matches in any schema. */
    static boolean isFunction(String name) {
        return FUNCTIONS.contains(name);
    }

    /**
     * Whether a date type may read the string as such a value: it holds one of the words, in any case, delimited by
     * non-letters.
     */
    static boolean areIn(String string) {
        int start = 0;
        for (int i = 0; i <= string.length(); i++) {
            if (i == string.length() || !isLetter(string.charAt(i))) {
                if (i - start >= SHORTEST && LITERALS.contains(Characters.lowerCase(string.substring(start, i)))) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
