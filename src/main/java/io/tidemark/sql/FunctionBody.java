package io.tidemark.sql;

import java.util.HashSet;
import java.util.Set;

/**
 * The names in a function's source that may change its answer on a standby, whatever its declaration.
 *
 * <p>The source is scanned word by word, in any language, without its comments. A name also matches in a string, which
 * the function may run as SQL. Errs to harmful. A name that the function composes at run time is not detected.
 *
 * @param harmful built-in functions and relations for which a standby silently gives a different answer, or no answer
 * @param settings the session settings that it reads by {@code current_setting}, see {@link SettingNames}
 * @param calls all other functions that it calls
 * @param reads all relations in the position of one
 * @param operators all operators
 * @param types all names in the position of a type: after {@code ::} or {@code AS}, before {@code %TYPE}, and in a
 *     declaration of PL/pgSQL
 * @param attributes all names behind a dot that are not called: columns, or functions that are written like one
 */
public record FunctionBody(
        Set<String> harmful,
        Set<String> settings,
        Set<String> calls,
        Set<String> reads,
        Set<String> operators,
        Set<String> types,
        Set<String> attributes) {

    /** The body of a function in a language that is not scanned. */
    public static final FunctionBody NONE =
            new FunctionBody(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    /** Scans the source of a function. */
    public static FunctionBody of(String source) {
        return new FunctionBodyScan(SourceComments.blanked(source)).body();
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

    /** Collects the names. For one thread. */
    static final class Names {

        private final Set<String> harmful = new HashSet<>();
        private final Set<String> settings = new HashSet<>();
        private final Set<String> calls = new HashSet<>();
        private final Set<String> reads = new HashSet<>();
        private final Set<String> operators = new HashSet<>();
        private final Set<String> types = new HashSet<>();
        private final Set<String> attributes = new HashSet<>();

        void setting(String name) {
            settings.add(name);
        }

        void operator(String name) {
            operators.add(name.intern());
        }

        void type(String name) {
            types.add(name.intern());
        }

        void attribute(String name) {
            attributes.add(name.intern());
        }

        void call(String name) {
            if (isHarmfulCall(name)) {
                harmful.add(name);
            } else {
                calls.add(name.intern());
            }
        }

        /** Adds a name that is not called. Only some positions are those of a relation. */
        void name(String name, boolean relation) {
            if (isHarmfulRelation(name)) {
                harmful.add(name);
            } else if (relation) {
                reads.add(name.intern());
            }
        }

        FunctionBody body() {
            return new FunctionBody(
                    Set.copyOf(harmful),
                    Set.copyOf(settings),
                    Set.copyOf(calls),
                    Set.copyOf(reads),
                    Set.copyOf(operators),
                    Set.copyOf(types),
                    Set.copyOf(attributes));
        }
    }
}
