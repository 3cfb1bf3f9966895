package io.tidemark.secrets;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces secrets in texts that come from elsewhere, such as what a driver or a server says, by three asterisks. Errs towards
 * too much. Takes time in proportion to the text's length.
 */
public final class Secrets {

    public static final String MASK = "***";

    /**
     * A name of a secret, up to where its value begins: {@code sslpassword=}, {@code PASSWORD: }, {@code "password":},
     * {@code \"password\":}, {@code <password>}; or {@code PASSWORD '}, as SQL has it. Each repetition has a bound.
     */
    private static final Pattern NAMED = Pattern.compile("(?i)(?:"
            + "(?:password|passwd|passphrase|pwd|secret|credential|api[_-]?key|\\bpass)[\\w.-]{0,32}[\\\\\"'`\\]]{0,4}"
            + "(?:\\s{0,8}[:=>]{1,3}\\s{0,8}|\\s{1,8}(?=[\"'`]))"
            + "|token[\\w.-]{0,32}[\\\\\"'`\\]]{0,4}\\s{0,8}(?:=|:(?=\\s{0,8}\\\\*\"))\\s{0,8})");

    private static final String SCHEME_END = "://";

    private Secrets() {}

    /** The text without values of parameters and properties that have a secret's name, and without the user info of addresses. */
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

    /** The quote that begins there, with backslashes before it in JSON within a string; empty if there is none. */
    private static String quoteAt(String text, int from) {
        int quote = from;
        while (quote < text.length() && text.charAt(quote) == '\\') {
            quote++;
        }
        return quote < text.length() && isQuote(text.charAt(quote)) ? text.substring(from, quote + 1) : "";
    }

    /** An object or a list takes the rest. */
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

    /** Behind the quote that ends it, which is neither doubled nor escaped; without one, the end of the text. */
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

    /** Word by word, of which the last {@code @} ends the user info. */
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

    /** The next place of a character, asked for places that only grow, so that nothing is looked at twice. */
    private static final class Next {

        private final String text;
        private final char wanted;
        private int found = -1;

        Next(String text, char wanted) {
            this.text = text;
            this.wanted = wanted;
        }

        /** The text's end if there is none. */
        int from(int place) {
            if (found < place) {
                int next = text.indexOf(wanted, place);
                found = next < 0 ? text.length() : next;
            }
            return found;
        }
    }

    /** A word with user info keeps what stands before and after it. */
    private static String masked(String word) {
        int scheme = word.indexOf(SCHEME_END);
        int at = word.lastIndexOf('@');
        int before = scheme >= 0 && at > scheme ? scheme + SCHEME_END.length() : word.indexOf(':') + 1;
        return before > 0 && before <= at ? word.substring(0, before) + MASK + word.substring(at) : word;
    }

    /** Whether it is an address with a colon that is neither that before a port nor one of IPv6: a password with a blank. */
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
