package io.tidemark.secrets;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces secrets by three asterisks in texts from outside, such as messages of drivers and servers. Errs towards
 * removing too much. Its running time is linear in the length of the text.
 */
public final class Secrets {

    public static final String MASK = "***";

    /**
     * The name of a secret, up to the start of its value: {@code sslpassword=}, {@code PASSWORD: },
     * {@code "password":}, {@code \"password\":}, {@code <password>}, or {@code PASSWORD '} as in SQL. Each repetition
     * has a bound, for linear time.
     */
    private static final Pattern NAMED = Pattern.compile("(?i)(?:"
            + "(?:password|passwd|passphrase|pwd|secret|credential|api[_-]?key|\\bpass)[\\w.-]{0,32}[\\\\\"'`\\]]{0,4}"
            + "(?:\\s{0,8}[:=>]{1,3}\\s{0,8}|\\s{1,8}(?=[\"'`]))"
            + "|token[\\w.-]{0,32}[\\\\\"'`\\]]{0,4}\\s{0,8}(?:=|:(?=\\s{0,8}\\\\*\"))\\s{0,8})");

    private static final String SCHEME_END = "://";

    private Secrets() {}

    /**
     * Removes the values of parameters and properties that have the name of a secret, and the user info of addresses.
     */
    public static String scrubbed(String text) {
        return withoutUserInfo(withoutValues(text));
    }

    private static String withoutValues(String text) {
        StringBuilder scrubbed = new StringBuilder(text.length());
        Matcher named = NAMED.matcher(text);
        int done = 0;
        while (done < text.length() && named.find(done)) {
            int value = named.end();
            String quote = quoteAt(text, value);
            int end = quote.isEmpty() ? endOfWord(text, value) : endOfQuoted(text, value + quote.length(), quote);
            boolean closed = end - value >= 2 * quote.length() && text.startsWith(quote, end - quote.length());
            scrubbed.append(text, done, value)
                    .append(quote)
                    .append(end > value ? MASK : "")
                    .append(closed ? quote : "");
            done = end;
        }
        return scrubbed.append(text, done, text.length()).toString();
    }

    /**
     * Returns the opening quote at this index, with preceding backslashes of JSON within a string; empty if
     * there is no quote.
     */
    private static String quoteAt(String text, int from) {
        int quote = from;
        while (quote < text.length() && text.charAt(quote) == '\\') {
            quote++;
        }
        return quote < text.length() && isQuote(text.charAt(quote)) ? text.substring(from, quote + 1) : "";
    }

    /** Returns the end of an unquoted value. An object or a list extends to the end of the text. */
    private static int endOfWord(String text, int from) {
        if (text.startsWith("[", from) || text.startsWith("{", from)) {
            return text.length();
        }
        int end = from;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != '&') {
            end++;
        }
        return end;
    }

    private static boolean isQuote(char character) {
        return character == '"' || character == '\'' || character == '`';
    }

    /**
     * Returns the index after the closing quote, skipping doubled and escaped quotes; the end of the text if it is not
     * closed.
     */
    private static int endOfQuoted(String text, int from, String quote) {
        if (quote.length() > 1) {
            int end = text.indexOf(quote, from);
            return end < 0 ? text.length() : end + quote.length();
        }
        int at = from;
        while (at < text.length()) {
            boolean ends = text.startsWith(quote, at);
            boolean doubled = ends && text.startsWith(quote, at + 1);
            if (ends && !doubled) {
                return at + 1;
            }
            at += doubled || text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.length();
    }

    /** Scrubs the text word by word. The last {@code @} of a word ends its user info. */
    private static String withoutUserInfo(String text) {
        StringBuilder scrubbed = new StringBuilder(text.length());
        Next at = new Next(text, '@');
        Next line = new Next(text, '\n');
        int begin = 0;
        while (begin < text.length()) {
            int end = begin;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            if (hasHalfOfAPassword(text.substring(begin, end)) && at.from(end) < line.from(end)) {
                end = line.from(end);
            }
            scrubbed.append(masked(text.substring(begin, end)));
            if (end < text.length()) {
                scrubbed.append(text.charAt(end));
            }
            begin = end + 1;
        }
        return scrubbed.toString();
    }

    /**
     * Finds the next occurrence of a character. Callers ask for ascending indexes, so each part of the text is scanned
     * once.
     */
    private static final class Next {

        private final String text;
        private final char wanted;
        private int found = -1;

        Next(String text, char wanted) {
            this.text = text;
            this.wanted = wanted;
        }

        /** Returns the end of the text if there is no further occurrence. */
        int from(int place) {
            if (found < place) {
                int next = text.indexOf(wanted, place);
                found = next < 0 ? text.length() : next;
            }
            return found;
        }
    }

    /** Masks the user info of a word, and keeps the text around it. */
    private static String masked(String word) {
        int scheme = word.indexOf(SCHEME_END);
        int at = word.lastIndexOf('@');
        int before = scheme >= 0 && at > scheme ? scheme + SCHEME_END.length() : word.indexOf(':') + 1;
        return before > 0 && before <= at ? word.substring(0, before) + MASK + word.substring(at) : word;
    }

    /**
     * Detects an address with a colon that is not part of an IPv6 address and has no port after it. Its password
     * probably contains a blank.
     */
    private static boolean hasHalfOfAPassword(String word) {
        int scheme = word.indexOf(SCHEME_END);
        String authority = scheme < 0 ? "" : word.substring(scheme + SCHEME_END.length());
        int colon = authority.indexOf(':');
        return colon >= 0
                && authority.indexOf('@') < 0
                && !authority.startsWith("[")
                && authority.substring(0, colon).indexOf('/') < 0
                && (colon + 1 == authority.length() || !Character.isDigit(authority.charAt(colon + 1)));
    }
}
