package io.tidemark.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a database's own catalogue said at one moment, judged by a {@link FunctionPolicy}. Made by a {@link CatalogueBuilder}.
 *
 * <p>A name counts as a whole: if anything of that name that a statement could mean is not harmless, the name is not. The
 * exception is an operator or cast whose operands can only come from what certain names stand for: see {@link #of}.
 * Immutable; equal if it says the same of every name.
 */
public final class Catalogue implements DatabaseNames {

    /**
     * A function as {@code pg_proc} has it.
     *
     * @param volatility as it is declared; that of an aggregate is the strongest of its parts
     * @param extension the extension that it belongs to; empty if to none
     * @param hidden what makes it no read although it is not volatile, such as {@code calls current_setting}; empty if
     *     nothing does
     * @param settings the custom settings of the session that it reads, if that is all that it hides
     */
    public record Function(
            String schema, String name, Volatility volatility, String extension, String hidden, Set<String> settings) {

        /** One that reads no setting, or hides something else, too. */
        public Function(String schema, String name, Volatility volatility, String extension, String hidden) {
            this(schema, name, volatility, extension, hidden, Set.of());
        }

        /** One that hides nothing. */
        public Function(String schema, String name, Volatility volatility, String extension) {
            this(schema, name, volatility, extension, "");
        }

        /** One that belongs to no extension. */
        public Function(String schema, String name, Volatility volatility) {
            this(schema, name, volatility, "", "");
        }

        /** The same with something hidden in it. */
        public Function hiding(String what, Set<String> read) {
            return new Function(schema, name, volatility, extension, what, read);
        }

        /** The same without the settings that it reads. */
        Function withoutSettings() {
            return settings.isEmpty() ? this : hiding("", Set.of());
        }

        boolean isVolatile() {
            return volatility == Volatility.VOLATILE;
        }
    }

    /** Source: PostgreSQL documentation, "Function Volatility Categories". */
    public enum Volatility {
        IMMUTABLE,
        STABLE,
        VOLATILE;

        /**
         * The one that {@code pg_proc.provolatile} has that letter for.
         *
         * @throws IllegalArgumentException if it has none
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

        /** The same for a text whose settings are known: what reads those, and nothing worse, is harmless. */
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

    /** Relations other than sequences; those that are not harmless, sequences among them; and sequences with their views. */
    record Relations(Set<String> names, Set<String> harmful, Set<String> sequences) {}

    /**
     * What reads custom settings of the session.
     *
     * @param names the settings, by the name of the function or relation that reads them
     * @param harmfulFunctions functions that are not harmless even with those settings known
     * @param harmfulRelations the same of relations
     */
    record Settings(
            Map<String, Set<String>> names, Map<String, Set<String>> harmfulFunctions, Set<String> harmfulRelations) {}

    /** What may ask for the server's time: operators and types; relations; functions; and those that are called like columns. */
    record Clocks(Set<String> names, Set<String> relations, Set<String> functions, Set<String> attributes) {}

    private static final Set<String> SYSTEM = Set.of(FunctionPolicy.SYSTEM);

    /** What PostgreSQL's grammar makes of two operators; {@code =>} names an argument. */
    private static final Map<String, String> SAME = Map.of("!=", "<>", "=>", "=");

    private final Judged judged;
    private final Optional<OfCarried> ofCarried;

    /** Of what is neither called nor read. */
    private final Set<String> counting = new HashSet<>();

    /**
     * The same without the operators and casts that only count in a text with one of the names.
     *
     * @param carriers from which values can come that those take
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
            // With a schema, constants of unknown type are no longer taken for strings.
            if (token.isWord("operator")) {
                return true;
            }
        }
        return tokens.operators().stream().anyMatch(carriers::contains);
    }

    @Override
    public Optional<DatabaseNames> knowingSettings() {
        // Another function of such a name may do anything with the setting.
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
        // A cast that is written as a call.
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
        // Nearly all names are longer, and nearly all operators shorter.
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

    /** Names that PostgreSQL brings along, and that something of the database's own makes harmful in each text, in order. */
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

    /** The names and operators of which the two say something else. */
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

    /** Names and operators that are harmful in a text with a carrier only. */
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
