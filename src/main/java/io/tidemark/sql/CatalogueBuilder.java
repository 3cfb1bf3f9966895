package io.tidemark.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Collects what the catalogue says, in any order. For one thread. */
public final class CatalogueBuilder {

    private final FunctionPolicy policy;
    private final Map<String, Set<String>> functions = new HashMap<>();
    private final Map<String, Set<String>> harmfulFunctions = new HashMap<>();
    private final Set<String> attributes = new HashSet<>();
    private final Set<String> operators = new HashSet<>();
    private final Set<String> harmfulOperators = new HashSet<>();
    private final Set<String> types = new HashSet<>();
    private final Set<String> harmful = new HashSet<>();
    private final Set<String> sequences = new HashSet<>();
    private final Set<String> clocks = new HashSet<>();
    private final Set<String> clockFunctions = new HashSet<>();
    private final Set<String> harmfulOperatorsOfCarried = new HashSet<>();
    private final Set<String> harmfulOfCarried = new HashSet<>();
    private final Set<String> carriers = new HashSet<>();
    private final Map<String, Set<String>> users = new HashMap<>();

    /** Nothing is known yet. */
    public CatalogueBuilder(FunctionPolicy policy) {
        this.policy = policy;
    }

    /** There is a function of this name, and a call of it calls the other one: itself, or one behind it. */
    public void function(String schema, String name, Catalogue.Function called) {
        functions.computeIfAbsent(name, any -> new HashSet<>()).add(schema);
        if (asksForTime(called)) {
            clockFunctions.add(name);
        }
        if (!policy.isHarmless(called)) {
            harmfulFunctions.computeIfAbsent(name, any -> new HashSet<>()).add(schema);
        }
    }

    /** A function of this name can be called like a column: {@code row.name}. */
    public void attribute(String name) {
        attributes.add(name);
    }

    /** An operator of this name calls the function. */
    public void operator(String name, Catalogue.Function called) {
        operators.add(name);
        noteClock(name, called);
        if (!policy.isHarmless(called)) {
            harmfulOperators.add(name);
        }
    }

    /** The same of an operator whose operands can only come from what a {@link #carrier} names. */
    public void operatorOfCarried(String name, Catalogue.Function called) {
        operators.add(name);
        noteClock(name, called);
        if (!policy.isHarmless(called)) {
            harmfulOperatorsOfCarried.add(name);
        }
    }

    /** A value of the types that count for such operators and casts can come from what has this name. */
    public void carrier(String name) {
        carriers.add(name);
    }

    /** A cast of such a value to the type may call the function. */
    public void castOfCarried(String type, Catalogue.Function called) {
        types.add(type);
        if (asksForTime(called)) {
            clocks.addAll(TypeNames.of(type));
        }
        if (!policy.isHarmless(called)) {
            harmfulOfCarried.addAll(TypeNames.of(type));
        }
    }

    /** A cast to the type may call the function. */
    public void type(String name, Catalogue.Function called) {
        types.add(name);
        if (asksForTime(called)) {
            clocks.addAll(TypeNames.of(name));
        }
        if (!policy.isHarmless(called)) {
            harmful.addAll(TypeNames.of(name));
        }
    }

    /** A look at the relation may call the function. */
    public void relation(String name, Catalogue.Function called) {
        noteClock(name, called);
        if (!policy.isHarmless(called)) {
            harmful.add(name);
        }
    }

    /** A relation or type of this name asks for the time without a call, as by {@code CURRENT_DATE}. */
    public void clock(String name) {
        clocks.add(name);
    }

    /** A function of this name does so in the default of an argument. */
    public void clockFunction(String name) {
        clockFunctions.add(name);
    }

    private void noteClock(String name, Catalogue.Function called) {
        if (asksForTime(called)) {
            clocks.add(name);
        }
    }

    /** What is not harmless makes a write anyway, and may have the name of a key word. */
    private boolean asksForTime(Catalogue.Function called) {
        return policy.isHarmless(called) && FunctionPolicy.mayAskForTime(called);
    }

    /** What a standby shows of the relation is not what the primary shows, or nothing. */
    public void harmfulRelation(String name) {
        harmful.add(name);
    }

    /** The relation is a sequence. */
    public void sequence(String name) {
        harmful.add(name);
        sequences.add(name);
    }

    /** Whoever uses the relation or type of this name uses the other one with it, as a view does. */
    public void use(String name, String other) {
        if (!SystemNames.permit(other)) {
            harmful.add(name);
        }
        users.computeIfAbsent(other, any -> new HashSet<>()).add(name);
    }

    /** What is known now. */
    public Catalogue build() {
        spread(harmful);
        spread(sequences);
        spread(clocks);
        Set<String> harmfulAttributes = new HashSet<>(attributes);
        harmfulAttributes.retainAll(harmfulFunctions.keySet());
        Set<String> clockAttributes = new HashSet<>(attributes);
        clockAttributes.retainAll(clockFunctions);
        Catalogue.Clocks asked = new Catalogue.Clocks(clocks, clockFunctions, clockAttributes);
        Catalogue plain = new Catalogue(judged(harmfulOperators, harmful, harmfulAttributes, asked));
        if (harmfulOfCarried.isEmpty() && harmfulOperatorsOfCarried.isEmpty()) {
            return plain;
        }
        Set<String> all = union(harmful, harmfulOfCarried);
        spread(all);
        return new Catalogue(
                judged(union(harmfulOperators, harmfulOperatorsOfCarried), all, harmfulAttributes, asked),
                new Catalogue.OfCarried(plain, carriers));
    }

    private Catalogue.Judged judged(
            Set<String> badOperators, Set<String> bad, Set<String> badAttributes, Catalogue.Clocks asked) {
        return new Catalogue.Judged(
                functions, harmfulFunctions, operators, badOperators, types, bad, sequences, badAttributes, asked);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** Adds to the names whatever uses one of them, directly or not. */
    private void spread(Set<String> names) {
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
