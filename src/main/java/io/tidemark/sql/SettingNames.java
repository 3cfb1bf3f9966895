package io.tidemark.sql;

import java.util.Optional;

/** Names of session settings. PostgreSQL ignores the case of their ASCII letters; here they are in lower case. */
public final class SettingNames {

    /** Stands for a setting with a computed name, or for a built-in setting. */
    public static final String ANY = "*";

    static final String CURRENT_SETTING = "current_setting";

    private static final int QUOTE = '\'';

    private SettingNames() {}

    /** Returns the name in the form for comparisons. */
    public static String normal(String name) {
        return Characters.lowerCase(name);
    }

    /** Whether it is a custom setting, such as {@code app.tenant}, which has a meaning only for its readers. */
    public static boolean isCustom(String name) {
        return name.indexOf('.') > 0;
    }

    /** Returns the custom setting in {@code ('…')} or {@code ('…', …)}, which begins here, or {@link #ANY}. */
    static String in(String source, int open) {
        return literalIn(source, open).orElse(ANY);
    }

    private static Optional<String> literalIn(String source, int open) {
        if (!source.startsWith("(", open)) {
            return Optional.empty();
        }
        int quote = behindBlanks(source, open + 1);
        int end = quote < source.length() && source.charAt(quote) == QUOTE ? source.indexOf(QUOTE, quote + 1) : -1;
        if (end < 0) {
            return Optional.empty();
        }
        int next = behindBlanks(source, end + 1);
        String name = source.substring(quote + 1, end);
        boolean whole = source.startsWith(")", next) || source.startsWith(",", next);
        return whole && isCustom(name) && name.indexOf('\\') < 0 ? Optional.of(normal(name)) : Optional.empty();
    }

    private static int behindBlanks(String source, int from) {
        int at = from;
        while (at < source.length() && Characters.isSpace(source.charAt(at))) {
            at++;
        }
        return at;
    }
}
