package io.tidemark.sql;

import java.util.HashSet;
import java.util.Set;

/**
 * The names in a function's source that may change its answer on a standby, whatever its declaration.
 *
 * <p>The source is scanned word by word, in any language. A name also matches in a comment, and in a string, which the
 * function may run as SQL. Errs to harmful. A name that the function composes at run time is not detected.
 *
 * @param harmful built-in functions and relations for which a standby silently gives a different answer, or no answer
 * @param settings the session settings that it reads by {@code current_setting}, see {@link SettingNames}
 * @param calls all other functions that it calls
 * @param reads all relations after {@code FROM} and {@code JOIN}
 */
public record FunctionBody(Set<String> harmful, Set<String> settings, Set<String> calls, Set<String> reads) {

    /** The body of a function in a language that is not scanned. */
    public static final FunctionBody NONE = new FunctionBody(Set.of(), Set.of(), Set.of(), Set.of());

    private static final Set<String> BEFORE_RELATIONS = WordList.of("from join");

    /** Scans the source of a function. */
    public static FunctionBody of(String source) {
        return new Scan(source).body();
    }

    /** Whether a standby silently runs a function of this name differently from its primary. */
    public static boolean isHarmfulCall(String name) {
        return FunctionPolicy.isSilentlyWrong(name) || ServerBoundFunctions.contain(name) || !SystemNames.permit(name);
    }

    /** Whether a function of this name creates a row of its argument's type, such as {@code jsonb_populate_record}. */
    public static boolean fillsRow(String name) {
        return name.contains("populate_record");
    }

    /** Whether a relation of this name describes one server or session. */
    public static boolean isHarmfulRelation(String name) {
        return !SystemNames.permit(name);
    }

    private static final class Scan {

        private final String source;
        private final Set<String> harmful = new HashSet<>();
        private final Set<String> settings = new HashSet<>();
        private final Set<String> calls = new HashSet<>();
        private final Set<String> reads = new HashSet<>();
        private int at;

        /** The name of a relation follows. */
        private boolean relation;

        Scan(String source) {
            this.source = source;
        }

        FunctionBody body() {
            while (at < source.length()) {
                if (Characters.isIdentifierStart(source.charAt(at))) {
                    word();
                } else {
                    relation &= isBlankOrQuote(at);
                    at++;
                }
            }
            return new FunctionBody(harmful, settings, calls, reads);
        }

        private void word() {
            int from = at;
            while (at < source.length() && Characters.isIdentifierPart(source.charAt(at))) {
                at++;
            }
            String word = Characters.lowerCase(source.substring(from, at));
            int next = at;
            while (next < source.length() && isBlankOrQuote(next)) {
                next++;
            }
            boolean schema = relation && source.startsWith(".", next);
            if (word.equals(SettingNames.CURRENT_SETTING)) {
                settings.add(SettingNames.in(source, next));
            } else {
                note(word, source.startsWith("(", next), schema);
            }
            relation = BEFORE_RELATIONS.contains(word) || schema;
            at = schema ? next + 1 : at;
        }

        private void note(String word, boolean call, boolean schema) {
            if (call ? isHarmfulCall(word) : !SystemNames.permit(word)) {
                harmful.add(word);
            } else if (call) {
                calls.add(word);
            } else if (relation && !schema) {
                reads.add(word);
            }
        }

        private boolean isBlankOrQuote(int index) {
            char c = source.charAt(index);
            return Characters.isSpace(c) || c == '"';
        }
    }
}
