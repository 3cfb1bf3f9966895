package io.tidemark.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a database's own catalogue said at one moment, judged by a {@link FunctionPolicy}. Made by a {@link Builder}.
 *
 * <p>A name counts as a whole: if anything of that name that a statement could mean is not harmless, the name is not.
 * Immutable; equal if it says the same of every name.
 */
public final class Catalogue implements Functions {

    /**
     * A function as {@code pg_proc} has it.
     *
     * @param isVolatile whether it is declared so, or says nothing of itself
     */
    public record Function(String schema, String name, boolean isVolatile) {}

    private record Judged(
            Map<String, Set<String>> functions,
            Map<String, Set<String>> harmfulFunctions,
            Set<String> harmfulAnywhere,
            Set<String> operators,
            Set<String> harmfulOperators,
            Set<String> types,
            Set<String> harmful,
            Set<String> harmfulAttributes) {}

    private final Judged judged;

    private Catalogue(Judged judged) {
        this.judged = judged;
    }

    @Override
    public boolean isHarmless(String name) {
        if (judged.functions.containsKey(name)) {
            return !judged.harmfulAnywhere.contains(name);
        }
        // A cast that is written as a call.
        return judged.types.contains(name) && !judged.harmful.contains(name);
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

    /** What PostgreSQL's grammar makes of two operators; {@code =>} names an argument. */
    private static String sameAs(String operator) {
        return switch (operator) {
            case "!=" -> "<>";
            case "=>" -> "=";
            default -> operator;
        };
    }

    @Override
    public boolean isHarmful(String relationOrType) {
        return judged.harmful.contains(relationOrType);
    }

    @Override
    public boolean isHarmfulAttribute(String name) {
        return judged.harmfulAttributes.contains(name);
    }

    /** Operators that may call what is not harmless: if there are any, an operator of the database wants to know. */
    public Set<String> harmfulOperators() {
        return judged.harmfulOperators;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Catalogue catalogue && judged.equals(catalogue.judged);
    }

    @Override
    public int hashCode() {
        return judged.hashCode();
    }

    /** Collects what the catalogue says, in any order. For one thread. */
    public static final class Builder {

        private final FunctionPolicy policy;
        private final Map<String, Set<String>> functions = new HashMap<>();
        private final Map<String, Set<String>> harmfulFunctions = new HashMap<>();
        private final Set<String> attributes = new HashSet<>();
        private final Set<String> operators = new HashSet<>();
        private final Set<String> harmfulOperators = new HashSet<>();
        private final Set<String> types = new HashSet<>();
        private final Set<String> harmful = new HashSet<>();
        private final Map<String, Set<String>> users = new HashMap<>();

        /** Nothing is known yet. */
        public Builder(FunctionPolicy policy) {
            this.policy = policy;
        }

        /** There is a function of this name, and a call of it calls the other one: itself, or one behind it. */
        public void function(String schema, String name, Function called) {
            functions.computeIfAbsent(name, any -> new HashSet<>()).add(schema);
            if (!policy.isHarmless(called)) {
                harmfulFunctions.computeIfAbsent(name, any -> new HashSet<>()).add(schema);
            }
        }

        /** A function of this name can be called like a column: {@code row.name}. */
        public void attribute(String name) {
            attributes.add(name);
        }

        /** An operator of this name calls the function. */
        public void operator(String name, Function called) {
            operators.add(name);
            if (!policy.isHarmless(called)) {
                harmfulOperators.add(name);
            }
        }

        /** A cast to the type may call the function. */
        public void type(String name, Function called) {
            types.add(name);
            if (!policy.isHarmless(called)) {
                harmful.addAll(TypeNames.of(name));
            }
        }

        /** A look at the relation may call the function. */
        public void relation(String name, Function called) {
            if (!policy.isHarmless(called)) {
                harmful.add(name);
            }
        }

        /** What a standby shows of the relation is not what the primary shows, or nothing. */
        public void harmfulRelation(String name) {
            harmful.add(name);
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
            Set.copyOf(harmful).forEach(this::spread);
            Set<String> harmfulAttributes = new HashSet<>(attributes);
            harmfulAttributes.retainAll(harmfulFunctions.keySet());
            return new Catalogue(new Judged(
                    functions,
                    harmfulFunctions,
                    harmfulFunctions.keySet(),
                    operators,
                    harmfulOperators,
                    types,
                    harmful,
                    harmfulAttributes));
        }

        private void spread(String other) {
            Deque<String> found = new ArrayDeque<>(List.of(other));
            while (!found.isEmpty()) {
                for (String user : users.getOrDefault(found.remove(), Set.of())) {
                    if (harmful.add(user)) {
                        found.add(user);
                    }
                }
            }
        }
    }
}
