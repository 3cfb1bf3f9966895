package io.tidemark.sql;

import io.tidemark.sql.WriteCause.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Collects the content of the catalogue, in any order. For one thread. */
public final class CatalogueBuilder {

    private final FunctionPolicy policy;
    private final Map<String, Set<String>> functions = new HashMap<>();
    private final Map<String, Set<String>> harmfulFunctions = new HashMap<>();
    private final Map<String, Set<String>> harmfulFunctionsKnowingSettings = new HashMap<>();
    private final Set<String> harmfulRelationsKnowingSettings = new HashSet<>();
    private final Map<String, Set<String>> functionSettings = new HashMap<>();
    private final Map<String, Set<String>> relationSettings = new HashMap<>();
    private final Set<String> attributes = new HashSet<>();
    private final Set<String> operators = new HashSet<>();
    private final Set<String> harmfulOperators = new HashSet<>();
    private final Set<String> types = new HashSet<>();
    private final Set<String> harmfulTypes = new HashSet<>();
    private final Set<String> relations = new HashSet<>();
    private final Set<String> harmfulRelations = new HashSet<>();
    private final Set<String> sequences = new HashSet<>();
    private final Map<Kind, Map<String, Culprit>> culprits = new EnumMap<>(Kind.class);
    private final Set<String> transactions = new HashSet<>();
    private final Set<String> clocks = new HashSet<>();
    private final Set<String> clockRelations = new HashSet<>();
    private final Set<String> clockFunctions = new HashSet<>();
    private final Map<String, Set<String>> views = new HashMap<>();
    private final Map<String, Set<String>> typesConverting = new HashMap<>();
    private final Map<String, Set<String>> relationsConverting = new HashMap<>();
    private final Map<String, Set<Name>> functionsConverting = new HashMap<>();
    private final Map<String, Set<String>> operatorsConverting = new HashMap<>();
    private final Set<String> ownOperators = new HashSet<>();
    private final Set<String> harmfulOperatorsOfCarried = new HashSet<>();
    private final Set<String> harmfulTypesOfCarried = new HashSet<>();
    private final Map<Kind, Map<String, Culprit>> culpritsOfCarried = new EnumMap<>(Kind.class);
    private final Set<String> carriers = new HashSet<>();

    private record Name(String schema, String name) {}

    /** Creates a builder without content. */
    public CatalogueBuilder(FunctionPolicy policy) {
        this.policy = policy;
    }

    /** Adds a function of this name. A call of it calls the given function: itself, or another one behind it. */
    public void function(String schema, String name, Catalogue.Function called) {
        functions.computeIfAbsent(name, any -> new HashSet<>()).add(schema);
        if (asksForTime(called)) {
            clockFunctions.add(name);
        }
        if (!policy.isHarmless(called)) {
            harmfulFunctions.computeIfAbsent(name, any -> new HashSet<>()).add(schema);
            blame(Kind.FUNCTION, name, Culprit.of(called));
            boolean itself = called.schema().equals(schema) && called.name().equals(name);
            if (policy.isHarmlessKnowingSettings(called) && (itself || !FunctionPolicy.isOfSystem(called))) {
                settings(functionSettings, name, called.settings());
            } else {
                harmfulFunctionsKnowingSettings
                        .computeIfAbsent(name, any -> new HashSet<>())
                        .add(schema);
            }
        }
    }

    private static void settings(Map<String, Set<String>> names, String name, Set<String> read) {
        if (!read.isEmpty()) {
            names.computeIfAbsent(name, any -> new HashSet<>()).addAll(read);
        }
    }

    /** Adds custom settings of the session that a query of the relation reads. */
    public void relation(String name, Set<String> settings) {
        if (!settings.isEmpty()) {
            settings(relationSettings, name, settings);
            harmfulRelations.add(name);
            blame(
                    Kind.RELATION,
                    name,
                    Culprit.that("reads the setting " + settings.iterator().next()));
        }
    }

    /** Adds the name of a function that can be called like a column: {@code row.name}. */
    public void attribute(String name) {
        attributes.add(name);
    }

    /** Adds an operator that calls the function. */
    public void operator(String name, Catalogue.Function called) {
        if (FunctionPolicy.isOfSystem(called)) {
            ownOperators.add(name);
        }
        operator(name, called, harmfulOperators, culprits);
    }

    /** Adds an operator whose operands can only come from a {@link #carrier}. */
    public void operatorOfCarried(String name, Catalogue.Function called) {
        operator(name, called, harmfulOperatorsOfCarried, culpritsOfCarried);
    }

    private void operator(
            String name, Catalogue.Function called, Set<String> harmful, Map<Kind, Map<String, Culprit>> blamed) {
        operators.add(name);
        if (asksForTime(called)) {
            clocks.add(name);
        }
        if (!policy.isHarmless(called)) {
            harmful.add(name);
            blame(blamed, Kind.OPERATOR, name, Culprit.of(called));
        }
    }

    /** Adds a name from which values of the types of such operators and casts can come. */
    public void carrier(String name) {
        carriers.add(name);
    }

    /** Adds a cast to the type that may call the function, for values from a carrier only. */
    public void castOfCarried(String type, Catalogue.Function called) {
        type(type, called, harmfulTypesOfCarried, culpritsOfCarried);
    }

    /** Adds a type. A cast to it may call the function. */
    public void type(String name, Catalogue.Function called) {
        type(name, called, harmfulTypes, culprits);
    }

    private void type(
            String name, Catalogue.Function called, Set<String> harmful, Map<Kind, Map<String, Culprit>> blamed) {
        types.add(name);
        Set<String> words = TypeNames.of(name);
        if (asksForTime(called)) {
            clocks.addAll(words);
        }
        if (!policy.isHarmless(called)) {
            harmful.addAll(words);
            words.forEach(word -> blame(blamed, Kind.TYPE, word, Culprit.of(called)));
        }
    }

    /** Adds a relation that is neither a sequence nor temporary. */
    public void relation(String name) {
        relations.add(name);
    }

    /** Adds a function that a query of the relation may call. */
    public void relation(String name, Catalogue.Function called) {
        if (asksForTime(called)) {
            clockRelations.add(name);
        }
        if (!policy.isHarmless(called)) {
            harmfulRelations.add(name);
            blame(Kind.RELATION, name, Culprit.of(called));
            if (policy.isHarmlessKnowingSettings(called) && !FunctionPolicy.isOfSystem(called)) {
                settings(relationSettings, name, called.settings());
            } else {
                harmfulRelationsKnowingSettings.add(name);
            }
        }
    }

    /** Adds a type that asks for the time without a call, for instance by {@code CURRENT_DATE}. */
    public void clockType(String name) {
        clocks.add(name);
    }

    /** Adds a relation that asks for the time without a call. */
    public void clockRelation(String name) {
        clockRelations.add(name);
    }

    /** Adds a function that asks for the time in the default of an argument. */
    public void clockFunction(String name) {
        clockFunctions.add(name);
    }

    /** A harmful function causes a write in any case, and may have the name of a key word. */
    private boolean asksForTime(Catalogue.Function called) {
        return policy.isHarmless(called) && FunctionPolicy.mayAskForTime(called);
    }

    /** Adds a column or type that is an {@code xid}, or a function that returns one. */
    public void transaction(String name) {
        transactions.add(name);
    }

    /** Adds a relation whose content on a standby is missing, or differs from that on the primary. */
    public void harmfulRelation(String name) {
        harmful(name);
        blame(Kind.RELATION, name, Culprit.that("is unlogged, foreign, or locks rows"));
    }

    /** Adds a sequence. */
    public void sequence(String name) {
        harmful(name);
        sequences.add(name);
        blame(Kind.RELATION, name, Culprit.that("is a sequence"));
    }

    /** Adds a view. A query of the view also reads the other relation. */
    public void view(String name, String other) {
        if (!SystemNames.permit(other)) {
            harmful(name);
            blame(Kind.RELATION, name, Culprit.that("reads " + other + ", which is specific to one server"));
        }
        views.computeIfAbsent(other, any -> new HashSet<>()).add(name);
    }

    /** Adds a view that converts values to the type. */
    public void relationConverts(String name, String type) {
        relationsConverting.computeIfAbsent(type, any -> new HashSet<>()).add(name);
    }

    /** Adds a function whose call converts values to the type, such as an argument or the result. */
    public void functionConverts(String schema, String name, String type) {
        functionsConverting.computeIfAbsent(type, any -> new HashSet<>()).add(new Name(schema, name));
    }

    /** Adds an operator that converts its operands to the type. */
    public void operatorConverts(String name, String type) {
        operatorsConverting.computeIfAbsent(type, any -> new HashSet<>()).add(name);
    }

    /** Adds a type whose values, such as a domain, array or row, convert to the other type. */
    public void typeConverts(String name, String other) {
        typesConverting.computeIfAbsent(other, any -> new HashSet<>()).add(name);
    }

    private void harmful(String relation) {
        harmfulRelations.add(relation);
        harmfulRelationsKnowingSettings.add(relation);
    }

    private void blameForType(String type) {
        Culprit culprit = culprits.getOrDefault(Kind.TYPE, Map.of()).getOrDefault(type, Culprit.UNKNOWN);
        for (String view : relationsConverting.getOrDefault(type, Set.of())) {
            harmful(view);
            blame(Kind.RELATION, view, culprit);
        }
        for (Name function : functionsConverting.getOrDefault(type, Set.of())) {
            harmfulFunctions
                    .computeIfAbsent(function.name, any -> new HashSet<>())
                    .add(function.schema);
            harmfulFunctionsKnowingSettings
                    .computeIfAbsent(function.name, any -> new HashSet<>())
                    .add(function.schema);
            blame(Kind.FUNCTION, function.name, culprit);
        }
        for (String operator : operatorsConverting.getOrDefault(type, Set.of())) {
            harmfulOperators.add(operator);
            blame(Kind.OPERATOR, operator, culprit);
        }
    }

    private void blameForTime(String type) {
        clockRelations.addAll(relationsConverting.getOrDefault(type, Set.of()));
        functionsConverting.getOrDefault(type, Set.of()).forEach(function -> clockFunctions.add(function.name));
        clocks.addAll(operatorsConverting.getOrDefault(type, Set.of()));
    }

    /** Returns built-in names that an object of the database makes harmful, in order. */
    private List<WriteCause> harmfulBuiltIns() {
        List<WriteCause> causes = new ArrayList<>();
        culprits.forEach((kind, names) -> names.forEach((name, culprit) -> {
            if (culprit.remedy().isPresent() && isBuiltIn(kind, name)) {
                causes.add(new WriteCause(kind, name, culprit.text(), culprit.remedy()));
            }
        }));
        causes.sort(Comparator.comparing(WriteCause::toString));
        return List.copyOf(causes);
    }

    private boolean isBuiltIn(Kind kind, String name) {
        return switch (kind) {
            case OPERATOR -> ownOperators.contains(name);
            case FUNCTION -> functions.getOrDefault(name, Set.of()).contains(FunctionPolicy.SYSTEM);
            case TYPE -> TypeNames.areUsual(name);
            default -> false;
        };
    }

    private void blame(Kind kind, String name, Culprit culprit) {
        blame(culprits, kind, name, culprit);
    }

    private static void blame(Map<Kind, Map<String, Culprit>> culprits, Kind kind, String name, Culprit culprit) {
        culprits.computeIfAbsent(kind, any -> new HashMap<>())
                .merge(name, culprit, (one, two) -> one.compareTo(two) <= 0 ? one : two);
    }

    /** Builds the catalogue. The builder must not be used afterwards. */
    public Catalogue build() {
        Catalogue.Judged always = judge();
        if (harmfulTypesOfCarried.isEmpty() && harmfulOperatorsOfCarried.isEmpty()) {
            return new Catalogue(always);
        }
        harmfulOperators.addAll(harmfulOperatorsOfCarried);
        harmfulTypes.addAll(harmfulTypesOfCarried);
        culpritsOfCarried.forEach((kind, names) -> names.forEach((name, culprit) -> blame(kind, name, culprit)));
        return new Catalogue(judge(), new Catalogue.OfCarried(new Catalogue(always), carriers));
    }

    /** Evaluates the content so far. */
    private Catalogue.Judged judge() {
        spreadAll();
        return new Catalogue.Judged(
                functions,
                copy(harmfulFunctions),
                operators,
                new HashSet<>(harmfulOperators),
                types,
                new HashSet<>(harmfulTypes),
                new Catalogue.Relations(relations, new HashSet<>(harmfulRelations), sequences),
                harmfulAttributes(),
                new Catalogue.Settings(
                        allSettings(),
                        copy(harmfulFunctionsKnowingSettings),
                        new HashSet<>(harmfulRelationsKnowingSettings)),
                transactions,
                copyOfCulprits(),
                harmfulBuiltIns(),
                new Catalogue.Clocks(clocks, clockRelations, clockFunctions, both(attributes, clockFunctions)));
    }

    private void spreadAll() {
        spread(harmfulTypes, typesConverting);
        spreadCulprits(Kind.TYPE, typesConverting);
        harmfulTypes.forEach(this::blameForType);
        spread(harmfulRelations, views);
        spread(harmfulRelationsKnowingSettings, views);
        spreadSettings();
        spreadCulprits(Kind.RELATION, views);
        spread(sequences, views);
        spread(clocks, typesConverting);
        List.copyOf(clocks).forEach(this::blameForTime);
        spread(clockRelations, views);
    }

    /** Adds the settings of each relation to the views on it. */
    private void spreadSettings() {
        Deque<String> found = new ArrayDeque<>(relationSettings.keySet());
        while (!found.isEmpty()) {
            String name = found.remove();
            Set<String> read = Objects.requireNonNull(relationSettings.get(name));
            for (String view : views.getOrDefault(name, Set.of())) {
                if (relationSettings
                        .computeIfAbsent(view, any -> new HashSet<>())
                        .addAll(read)) {
                    found.add(view);
                }
            }
        }
    }

    /** Merges both, since a function and a relation may have the same name. */
    private Map<String, Set<String>> allSettings() {
        Map<String, Set<String>> all = new HashMap<>();
        functionSettings.forEach((name, read) -> settings(all, name, read));
        relationSettings.forEach((name, read) -> settings(all, name, read));
        return all;
    }

    private static Map<String, Set<String>> copy(Map<String, Set<String>> functions) {
        Map<String, Set<String>> copy = new HashMap<>();
        functions.forEach((name, schemas) -> copy.put(name, Set.copyOf(schemas)));
        return copy;
    }

    private Set<String> harmfulAttributes() {
        Set<String> names = both(attributes, harmfulFunctions.keySet());
        names.addAll(both(attributes, harmfulTypes));
        return names;
    }

    private Map<Kind, Map<String, Culprit>> copyOfCulprits() {
        Map<Kind, Map<String, Culprit>> copy = new EnumMap<>(Kind.class);
        culprits.forEach((kind, names) -> copy.put(kind, new HashMap<>(names)));
        return copy;
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> names = new HashSet<>(one);
        names.retainAll(other);
        return names;
    }

    /** Assigns the culprit of each name to its direct and indirect users that have no culprit of their own. */
    private void spreadCulprits(Kind kind, Map<String, Set<String>> users) {
        Map<String, Culprit> known = culprits.getOrDefault(kind, Map.of());
        Deque<String> found = new ArrayDeque<>(new TreeSet<>(known.keySet()));
        while (!found.isEmpty()) {
            String name = found.remove();
            for (String user : users.getOrDefault(name, Set.of())) {
                if (known.putIfAbsent(user, Objects.requireNonNull(known.get(name))) == null) {
                    found.add(user);
                }
            }
        }
    }

    /** Adds the direct and indirect users of the names. */
    private static void spread(Set<String> names, Map<String, Set<String>> users) {
        Deque<String> found = new ArrayDeque<>(names);
        while (!found.isEmpty()) {
            for (String user : users.getOrDefault(found.remove(), Set.of())) {
                if (names.add(user)) {
                    found.add(user);
                }
            }
        }
    }
}
