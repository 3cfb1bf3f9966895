package io.tidemark.postgres;

import io.tidemark.sql.FunctionBody;
import io.tidemark.sql.SettingNames;
import java.util.HashSet;
import java.util.Set;

/**
 * The objects that a stored expression uses, by number. An expression is a view's query, a policy, a default or a check.
 *
 * <p>The source is the text of a {@code pg_node_tree}: {@code {NODE :field value …}}. In names and strings, a backslash
 * precedes each space and brace, so that they never look like a field. Source: {@code outfuncs.c}, {@code primnodes.h}.
 *
 * @param functions the called functions
 * @param operators the operators that sort, group or compare whole rows
 * @param relations the relations that are read
 * @param types the types to which values are converted
 * @param results the types that functions return
 * @param settings the settings of the session whose values are read, see {@link SettingNames}
 * @param locks whether rows are locked
 * @param asksForTime whether there is a key word such as {@code CURRENT_DATE}
 * @param body the names in a function's source, which refers to objects by name
 */
record StoredExpression(
        Set<Long> functions,
        Set<Long> operators,
        Set<Long> relations,
        Set<Long> types,
        Set<Long> results,
        Set<String> settings,
        boolean locks,
        boolean asksForTime,
        FunctionBody body) {

    private static final String ARGUMENTS = ":args (";
    private static final String CONSTANT = "{CONST ";
    private static final String VALUE = ":constvalue ";
    private static final String NULL = ":constisnull true";
    private static final int LENGTH_BYTES = 4;

    /** Source: {@code pg_proc.dat}. */
    private static final Set<Long> CURRENT_SETTING = Set.of(2077L, 3294L);

    private static final String VALUE_FUNCTION = "{SQLVALUEFUNCTION ";

    /** CURRENT_DATE to LOCALTIMESTAMP(n) have the numbers 0 to 8. CURRENT_ROLE and others follow. */
    private static final long LAST_OF_TIME = 8;

    static StoredExpression of(String tree) {
        return new Scan(tree).expression();
    }

    static StoredExpression ofSource(String source) {
        FunctionBody body = FunctionBody.of(source);
        return new StoredExpression(
                Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), body.settings(), false, false, body);
    }

    private static final class Scan {

        private final String tree;
        private final Set<Long> functions = new HashSet<>();
        private final Set<Long> operators = new HashSet<>();
        private final Set<Long> relations = new HashSet<>();
        private final Set<Long> types = new HashSet<>();
        private final Set<Long> results = new HashSet<>();
        private final Set<String> settings = new HashSet<>();
        private boolean locks;
        private boolean asksForTime;
        private boolean field;

        Scan(String tree) {
            this.tree = tree;
        }

        StoredExpression expression() {
            for (int colon = tree.indexOf(':'); colon >= 0; colon = tree.indexOf(':', colon + 1)) {
                int end = tree.indexOf(' ', colon);
                if (end > 0) {
                    field(tree.substring(colon + 1, end), colon, end + 1);
                }
            }
            return new StoredExpression(
                    Set.copyOf(functions),
                    Set.copyOf(operators),
                    Set.copyOf(relations),
                    Set.copyOf(types),
                    Set.copyOf(results),
                    Set.copyOf(settings),
                    locks,
                    asksForTime,
                    FunctionBody.NONE);
        }

        private void field(String name, int colon, int value) {
            switch (name) {
                case "funcid" -> function(value);
                case "opfuncid", "aggfnoid", "winfnoid", "tsmhandler", "startInRangeFunc", "endInRangeFunc" ->
                    add(value, functions);
                case "eqop", "sortop" -> add(value, operators);
                case "opnos" -> addAll(value, operators);
                case "relid" -> add(value, relations);
                case "fieldnum" -> field = true;
                case "resulttype" -> {
                    // The type is that of a row's field: no conversion.
                    if (!field) {
                        add(value, types);
                    }
                    field = false;
                }
                // The type of a value that is made from JSON.
                case "typid" -> add(value, types);
                case "funccoltypes", "coltypes" -> addAll(value, types);
                case "funcresulttype" -> add(value, results);
                case "hasForUpdate" -> locks |= tree.startsWith("true", value);
                case "op" ->
                    asksForTime |= tree.startsWith(VALUE_FUNCTION, colon - VALUE_FUNCTION.length())
                            && number(value) <= LAST_OF_TIME;
                default -> {
                    // A field without an object of the catalogue, or without effect.
                }
            }
        }

        private void function(int at) {
            if (CURRENT_SETTING.contains(number(at))) {
                settings.add(setting(at));
            } else {
                add(at, functions);
            }
        }

        /** Returns the setting in a call of {@code current_setting}: a constant's text, after four bytes for its length. */
        private String setting(int function) {
            int arguments = tree.indexOf(ARGUMENTS, function) + ARGUMENTS.length();
            int value = tree.indexOf('[', tree.indexOf(VALUE, arguments));
            if (!tree.startsWith(CONSTANT, arguments)
                    || value < 0
                    || tree.substring(arguments, value).contains(NULL)) {
                return SettingNames.ANY;
            }
            StringBuilder name = new StringBuilder();
            int index = 0;
            for (String each :
                    tree.substring(value + 1, tree.indexOf(']', value)).trim().split(" ", -1)) {
                int letter = Integer.parseInt(each);
                if (index++ >= LENGTH_BYTES && letter > 0) {
                    name.append((char) letter);
                }
            }
            boolean custom = name.length() == index - LENGTH_BYTES && SettingNames.isCustom(name.toString());
            return custom ? SettingNames.normal(name.toString()) : SettingNames.ANY;
        }

        /** Ignores zero, which stands for no object. */
        private void add(int at, Set<Long> numbers) {
            long number = number(at);
            if (number > 0) {
                numbers.add(number);
            }
        }

        /** Adds a list such as {@code (o 96 98)}. An empty list is {@code <>}. */
        private void addAll(int at, Set<Long> numbers) {
            int close = tree.startsWith("(", at) ? tree.indexOf(')', at) : at;
            for (int i = tree.indexOf(' ', at); i >= 0 && i < close; i = tree.indexOf(' ', i + 1)) {
                add(i + 1, numbers);
            }
        }

        private long number(int at) {
            long number = 0;
            for (int i = at; i < tree.length() && tree.charAt(i) >= '0' && tree.charAt(i) <= '9'; i++) {
                number = number * 10 + tree.charAt(i) - '0';
            }
            return number;
        }
    }
}
