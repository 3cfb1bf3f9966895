package io.tidemark.sql;

import java.util.HashSet;
import java.util.Set;

/**
 * The names in a function's source that can make it answer otherwise on a standby, whatever it is declared.
 *
 * <p>The source is read word by word, whatever its language: so a name counts in a string too, which the function may run as
 * SQL, and in a comment. Errs to harmful. Not seen is a name that the function puts together.
 *
 * @param harmful PostgreSQL's own functions and relations of which a standby silently has other answers, or none
 * @param settings the settings of the session that it reads by {@code current_setting}, see {@link SettingNames}
 * @param calls all other functions that are called
 * @param reads all relations behind {@code FROM} and {@code JOIN}
 */
public record FunctionBody(Set<String> harmful, Set<String> settings, Set<String> calls, Set<String> reads) {

    /** The body of a function in a language that is not read. */
    public static final FunctionBody NONE = new FunctionBody(Set.of(), Set.of(), Set.of(), Set.of());

    private static final Set<String> BEFORE_RELATIONS = WordList.of("from join");

    /** The body with this source. */
    public static FunctionBody of(String source) {
        return new Scan(source).body();
    }

    /** Whether a standby runs a function of this name otherwise than its primary, without a word. */
    public static boolean isHarmfulCall(String name) {
        return FunctionPolicy.isSilentlyWrong(name) || ServerBoundFunctions.contain(name) || !SystemNames.permit(name);
    }

    /** Whether a function of this name makes a row of its argument's type, such as {@code jsonb_populate_record}. */
    public static boolean fillsRow(String name) {
        return name.contains("populate_record");
    }

    /** Whether a relation of this name shows one server or session. */
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

        /** A relation's name is to come. */
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
