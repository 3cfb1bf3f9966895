package io.tidemark.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The content of a database's catalogue at one moment, evaluated by a {@link FunctionPolicy}. A
 * {@link CatalogueBuilder} creates it.
 *
 * <p>A name is evaluated as a whole: it is harmful if any object of that name is harmful that a statement could mean.
 * The exception is an operator or cast whose operands can only come from objects with certain names, see {@link #of}.
 * Immutable; two catalogues are equal if they evaluate every name alike.
 */
public final class Catalogue implements DatabaseNames {

    /**
     * A function as {@code pg_proc} describes it.
     *
     * @param volatility the declared volatility; that of an aggregate is the strongest of its parts
     * @param extension the extension to which it belongs; empty without one
     * @param hidden the reason why it is no read although it is not volatile, such as {@code calls current_setting};
     *     empty without one
     * @param settings the custom settings of the session that it reads, if {@code hidden} has no other reason
     */
    public record Function(
            String schema, String name, Volatility volatility, String extension, String hidden, Set<String> settings) {

        /** A function that reads no setting, or has another hidden reason as well. */
        public Function(String schema, String name, Volatility volatility, String extension, String hidden) {
            this(schema, name, volatility, extension, hidden, Set.of());
        }

        /** A function without a hidden reason. */
        public Function(String schema, String name, Volatility volatility, String extension) {
            this(schema, name, volatility, extension, "");
        }

        /** A function without an extension. */
        public Function(String schema, String name, Volatility volatility) {
            this(schema, name, volatility, "", "");
        }

        /** Returns this function with a hidden reason. */
        public Function hiding(String what, Set<String> read) {
            return new Function(schema, name, volatility, extension, what, read);
        }

        /** Returns this function without the settings that it reads. */
        Function withoutSettings() {
            return settings.isEmpty() ? this : hiding("", Set.of());
        }

        boolean isVolatile() {
            return volatility == Volatility.VOLATILE;
        }
    }

    /** The declared volatility of a function. Source: PostgreSQL documentation, "Function Volatility Categories". */
    public enum Volatility {
        IMMUTABLE,
        STABLE,
        VOLATILE;

        /**
         * Returns the volatility for a letter of {@code pg_proc.provolatile}.
         *
         * @throws IllegalArgumentException if the letter is unknown
         */
        public static Volatility of(String letter) {
            return switch (letter) {
                case "i" -> IMMUTABLE;
                case "s" -> STABLE;
                case "v" -> VOLATILE;
                default -> throw new IllegalArgumentException("No volatility: " + letter);
            };
        }
    }

    record Judged(
            Map<String, Set<String>> functions,
            Map<String, Set<String>> harmfulFunctions,
            Set<String> operators,
            Set<String> harmfulOperators,
            Set<String> types,
            Set<String> harmfulTypes,
            Relations relations,
            Set<String> harmfulAttributes,
            Settings settings,
            Set<String> transactions,
            Map<WriteCause.Kind, Map<String, Culprit>> culprits,
            List<WriteCause> harmfulBuiltIns,
            Clocks clocks) {

        /**
         * Returns the evaluation for a text whose settings are known: names that are harmful only because they read
         * those settings become harmless.
         */
        private Judged knowingSettings() {
            Set<String> attributes = new HashSet<>(harmfulAttributes);
            attributes.removeIf(name -> !settings.harmfulFunctions.containsKey(name) && !harmfulTypes.contains(name));
            return new Judged(
                    functions,
                    settings.harmfulFunctions,
                    operators,
                    harmfulOperators,
                    types,
                    harmfulTypes,
                    new Relations(relations.names, settings.harmfulRelations, relations.sequences),
                    attributes,
                    settings,
                    transactions,
                    culprits,
                    harmfulBuiltIns,
                    clocks);
        }
    }

    /**
     * The relations except sequences; the harmful relations, including sequences; and the sequences with the views on
     * them.
     */
    record Relations(Set<String> names, Set<String> harmful, Set<String> sequences) {}

    /**
     * The functions and relations that read custom settings of the session.
     *
     * @param names the settings, by the name of the function or relation that reads them
     * @param harmfulFunctions the functions that are harmful even with those settings known
     * @param harmfulRelations the relations that are harmful even with those settings known
     */
    record Settings(
            Map<String, Set<String>> names, Map<String, Set<String>> harmfulFunctions, Set<String> harmfulRelations) {}

    /**
     * The names that may ask for the server's time: operators and types, relations, functions, and functions that are
     * called like columns.
     */
    record Clocks(Set<String> names, Set<String> relations, Set<String> functions, Set<String> attributes) {}

    private static final Set<String> SYSTEM = Set.of(FunctionPolicy.SYSTEM);

    /** Two operators that PostgreSQL's grammar maps to others; {@code =>} names an argument. */
    private static final Map<String, String> SAME = Map.of("!=", "<>", "=>", "=");

    private final Judged judged;
    private final Optional<OfCarried> ofCarried;

    /** The names that matter although they are neither called nor used as a relation. */
    private final Set<String> counting = new HashSet<>();

    /**
     * The catalogue without the operators and casts that only matter in a text with a carrier.
     *
     * @param carriers the names of objects from which the operands of such operators and casts can come
     */
    record OfCarried(Catalogue without, Set<String> carriers) {}

    Catalogue(Judged judged) {
        this(judged, Optional.empty());
    }

    Catalogue(Judged judged, OfCarried ofCarried) {
        this(judged, Optional.of(ofCarried));
    }

    private Catalogue(Judged judged, Optional<OfCarried> ofCarried) {
        this.judged = judged;
        this.ofCarried = ofCarried;
        counting.addAll(judged.harmfulTypes);
        counting.addAll(judged.harmfulAttributes);
        counting.addAll(judged.clocks.names);
        counting.addAll(judged.clocks.attributes);
    }

    @Override
    public boolean count(String name) {
        return counting.contains(name);
    }

    @Override
    public DatabaseNames of(Tokens tokens) {
        if (ofCarried.isEmpty() || isCarrierIn(tokens, ofCarried.get().carriers)) {
            return this;
        }
        return ofCarried.get().without;
    }

    private static boolean isCarrierIn(Tokens tokens, Set<String> carriers) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.at(i);
            boolean names = token.isName() || token.kind() == Token.Kind.OPERATOR;
            if (names && carriers.contains(sameAs(token.text()))) {
                return true;
            }
            // With a schema, PostgreSQL no longer resolves constants of unknown type as strings.
            if (token.isWord("operator")) {
                return true;
            }
        }
        return tokens.operators().stream().anyMatch(carriers::contains);
    }

    @Override
    public Optional<DatabaseNames> knowingSettings() {
        // Another function of this name may use the setting in any way.
        boolean plain = judged.functions
                        .getOrDefault(SettingNames.CURRENT_SETTING, Set.of())
                        .equals(SYSTEM)
                && judged.functions.getOrDefault(SetConfigCalls.NAME, Set.of()).equals(SYSTEM);
        return plain ? Optional.of(new Catalogue(judged.knowingSettings())) : Optional.empty();
    }

    @Override
    public Set<String> settingsOf(String name) {
        return judged.settings.names.getOrDefault(name, Set.of());
    }

    @Override
    public boolean isHarmless(String name) {
        if (judged.functions.containsKey(name)) {
            return !judged.harmfulFunctions.containsKey(name);
        }
        // A cast in the form of a call.
        return judged.types.contains(name) && !judged.harmfulTypes.contains(name);
    }

    @Override
    public boolean isHarmless(String schema, String name) {
        return judged.functions.getOrDefault(name, Set.of()).contains(schema)
                && !judged.harmfulFunctions.getOrDefault(name, Set.of()).contains(schema);
    }

    @Override
    public boolean lacks(String name) {
        return !judged.functions.containsKey(name);
    }

    @Override
    public boolean isHarmlessOperator(String operator) {
        return judged.operators.contains(sameAs(operator)) && !judged.harmfulOperators.contains(sameAs(operator));
    }

    @Override
    public boolean isHarmfulOperator(String operator) {
        return judged.harmfulOperators.contains(sameAs(operator));
    }

    private static String sameAs(String operator) {
        // A short cut: nearly all names are longer, and nearly all operators shorter.
        return operator.length() == 2 ? SAME.getOrDefault(operator, operator) : operator;
    }

    @Override
    public boolean mayNameTransaction(String name) {
        return judged.transactions.contains(name);
    }

    @Override
    public boolean isHarmlessOutsideSystem(String name) {
        Set<String> schemas = judged.harmfulFunctions.getOrDefault(name, Set.of());
        return schemas.isEmpty() || schemas.equals(SYSTEM);
    }

    @Override
    public Culprit culprit(WriteCause.Kind kind, String name) {
        String sought = kind == WriteCause.Kind.OPERATOR ? sameAs(name) : name;
        return judged.culprits.getOrDefault(kind, Map.of()).getOrDefault(sought, Culprit.UNKNOWN);
    }

    /** Returns built-in names that an object of the database makes harmful in every text, in order. */
    List<WriteCause> harmfulBuiltIns() {
        return ofCarried.map(OfCarried::without).orElse(this).judged.harmfulBuiltIns;
    }

    @Override
    public boolean isHarmfulRelation(String name) {
        return judged.relations.harmful.contains(name);
    }

    @Override
    public boolean isHarmfulType(String name) {
        return judged.harmfulTypes.contains(name);
    }

    @Override
    public boolean hasRelation(String name) {
        return judged.relations.names.contains(name);
    }

    @Override
    public boolean isSequence(String relation) {
        return judged.relations.sequences.contains(relation);
    }

    @Override
    public boolean isHarmfulAttribute(String name) {
        return judged.harmfulAttributes.contains(name);
    }

    @Override
    public boolean mayAskForTime(String name) {
        return judged.clocks.names.contains(sameAs(name));
    }

    @Override
    public boolean relationMayAskForTime(String name) {
        return judged.clocks.relations.contains(name);
    }

    @Override
    public boolean callMayAskForTime(String name) {
        return judged.clocks.functions.contains(name) || ClockWords.isFunction(name);
    }

    @Override
    public boolean attributeMayAskForTime(String name) {
        return judged.clocks.attributes.contains(name);
    }

    @Override
    public boolean knowsRelations() {
        return true;
    }

    /** Returns the names and operators that the two catalogues evaluate differently. */
    Set<String> differences(Catalogue other) {
        NameDifferences names = new NameDifferences();
        names.add(judged.functions, other.judged.functions);
        names.add(judged.harmfulFunctions, other.judged.harmfulFunctions);
        names.add(judged.operators, other.judged.operators);
        names.add(judged.harmfulOperators, other.judged.harmfulOperators);
        names.add(judged.types, other.judged.types);
        names.add(judged.harmfulTypes, other.judged.harmfulTypes);
        names.add(judged.relations.names, other.judged.relations.names);
        names.add(judged.relations.harmful, other.judged.relations.harmful);
        names.add(judged.relations.sequences, other.judged.relations.sequences);
        names.add(judged.settings.names, other.judged.settings.names);
        names.add(judged.transactions, other.judged.transactions);
        names.add(judged.harmfulAttributes, other.judged.harmfulAttributes);
        names.add(judged.clocks.names, other.judged.clocks.names);
        names.add(judged.clocks.relations, other.judged.clocks.relations);
        names.add(judged.clocks.functions, other.judged.clocks.functions);
        names.add(judged.clocks.attributes, other.judged.clocks.attributes);
        names.add(carriers(), other.carriers());
        names.add(harmfulSometimes(), other.harmfulSometimes());
        Set<String> found = names.found();
        SAME.forEach((written, meant) -> {
            if (found.contains(meant)) {
                found.add(written);
            }
        });
        return found;
    }

    private Set<String> carriers() {
        return ofCarried.map(OfCarried::carriers).orElse(Set.of());
    }

    /** Names and operators that are harmful only in a text with a carrier. */
    private Set<String> harmfulSometimes() {
        Set<String> names = new HashSet<>();
        ofCarried.ifPresent(some -> {
            NameDifferences found = new NameDifferences();
            found.add(judged.harmfulTypes, some.without.judged.harmfulTypes);
            found.add(judged.harmfulOperators, some.without.judged.harmfulOperators);
            names.addAll(found.found());
        });
        return names;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Catalogue catalogue
                && judged.equals(catalogue.judged)
                && ofCarried.equals(catalogue.ofCarried);
    }

    @Override
    public int hashCode() {
        return judged.hashCode();
    }
}
