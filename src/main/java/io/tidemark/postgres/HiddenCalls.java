package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.AggregateRow;
import io.tidemark.postgres.CatalogueRows.ChildRow;
import io.tidemark.postgres.CatalogueRows.OperatorRow;
import io.tidemark.postgres.CatalogueRows.RelationRow;
import io.tidemark.sql.Catalogue.Function;
import io.tidemark.sql.FunctionBody;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds functions that contain something that a standby does differently, whatever their declaration: they read the state of
 * the session, take advisory locks, or read a sequence, a foreign table or an unlogged table. They may do so through another
 * function, an operator, an aggregate, a view, a policy or a child table.
 *
 * <p>A body refers to functions, relations and operators by name, so that all objects of a name count.
 */
final class HiddenCalls {

    private static final String FUNCTION = "function ";
    private static final String RELATION = "relation ";
    private static final String OPERATOR = "operator ";

    private final CatalogueRows rows;
    private final Map<Long, Function> functions;
    private final Map<Long, RelationRow> relations = new HashMap<>();

    /** The operators of each function of users. */
    private final Map<Long, Set<String>> operators = new HashMap<>();

    private final Set<String> operatorNames = new HashSet<>();

    /** The functions, by number, and the relations, by name, that use each function, relation and operator. */
    private final Map<String, Users> users = new HashMap<>();

    /** The difference of each relation that differs on a standby, by name. */
    private final Map<String, String> differences = new HashMap<>();

    /** The functions and relations whose users must still be marked. */
    private final Deque<Runnable> found = new ArrayDeque<>();

    private record Users(Set<Long> functions, Set<String> relations) {
        Users() {
            this(new HashSet<>(), new HashSet<>());
        }
    }

    HiddenCalls(CatalogueRows rows, Map<Long, Function> functions) {
        this.rows = rows;
        this.functions = functions;
        rows.relations().forEach(relation -> relations.put(relation.oid(), relation));
        for (OperatorRow operator : rows.operators()) {
            if (CatalogueRows.isOfUser(operator.function())) {
                operatorNames.add(operator.name());
                operators
                        .computeIfAbsent(operator.function(), any -> new HashSet<>())
                        .add(operator.name());
            }
        }
    }

    /** Marks these functions in the map. */
    void reveal() {
        rows.aggregates().forEach(this::aggregate);
        rows.children().forEach(this::child);
        rows.relations().forEach(this::relation);
        rows.expressions().listed().forEach(this::expression);
        while (!found.isEmpty()) {
            found.remove().run();
        }
    }

    private Users users(String used) {
        return users.computeIfAbsent(used, any -> new Users());
    }

    private void aggregate(AggregateRow aggregate) {
        if (CatalogueRows.isOfUser(aggregate.oid())) {
            aggregate.parts().forEach(part -> users(FUNCTION + part).functions.add(aggregate.oid()));
        }
    }

    private void child(ChildRow row) {
        RelationRow child = relations.get(row.child());
        RelationRow parent = relations.get(row.parent());
        if (child != null && parent != null) {
            users(RELATION + child.name()).relations.add(parent.name());
            if (child.isTemporary()) {
                mark(parent.name(), "has a temporary child");
            }
        }
    }

    private void relation(RelationRow relation) {
        if (relation.isTemporary()) {
            return;
        }
        if (relation.isSequence()) {
            mark(relation.name(), "is a sequence");
        } else if (relation.isOfOneServer()) {
            mark(relation.name(), "is foreign or unlogged");
        }
    }

    private void expression(StoredExpressions.Key key) {
        Optional<StoredExpression> known = rows.expressions().known(key);
        switch (key.kind()) {
            case SOURCE, BODY ->
                known.map(expression -> hidden(key.owner(), expression))
                        .orElse(Optional.of("has a new body that was not read yet"))
                        .ifPresent(text -> mark(key.owner(), text));
            case VIEW, POLICY -> {
                RelationRow owner = relations.get(key.owner());
                if (owner != null) {
                    known.map(expression -> difference(owner.name(), expression))
                            .orElse(Optional.of("has a new definition that was not read yet"))
                            .ifPresent(text -> mark(owner.name(), text));
                }
            }
            case DEFAULTS, CHECK -> {
                // CatalogueTranslator handles them.
            }
        }
    }

    /** Marks a function, unless it is unknown or already marked. */
    private void mark(long oid, String hidden) {
        Function function = functions.get(oid);
        if (function == null || !function.hidden().isEmpty()) {
            return;
        }
        functions.put(oid, function.hiding(hidden, Set.of()));
        String what = function.name() + ", which " + hidden;
        found.add(() -> {
            spread(FUNCTION + oid, "calls " + what);
            spread(FUNCTION + function.name(), "calls " + what);
            for (String operator : operators.getOrDefault(oid, Set.of())) {
                spread(OPERATOR + operator, "uses the operator " + operator + " of " + what);
            }
        });
    }

    /** Marks a relation, unless it is already marked. */
    private void mark(String relation, String difference) {
        if (differences.putIfAbsent(relation, difference) == null) {
            found.add(() -> spread(RELATION + relation, "reads " + relation + ", which " + difference));
        }
    }

    private void spread(String used, String hidden) {
        Users all = users.getOrDefault(used, new Users());
        all.functions.forEach(user -> mark(user, hidden));
        all.relations.forEach(user -> mark(user, hidden));
    }

    private Optional<String> hidden(long owner, StoredExpression expression) {
        FunctionBody body = expression.body();
        body.calls().forEach(name -> users(FUNCTION + name).functions.add(owner));
        body.reads().forEach(name -> users(RELATION + name).functions.add(owner));
        body.operators().stream()
                .filter(operatorNames::contains)
                .forEach(name -> users(OPERATOR + name).functions.add(owner));
        usedByNumber(expression).forEach(used -> users(used).functions.add(owner));
        return body.harmful().stream()
                .sorted()
                .findFirst()
                .map(name -> "uses " + name)
                .or(() -> ownByNumber(expression));
    }

    private Optional<String> difference(String owner, StoredExpression expression) {
        usedByNumber(expression).forEach(used -> users(used).relations.add(owner));
        return ownByNumber(expression);
    }

    /** Returns the functions and relations of users in an expression. */
    private Set<String> usedByNumber(StoredExpression expression) {
        Set<String> used = new HashSet<>();
        for (Long oid : expression.functions()) {
            if (CatalogueRows.isOfUser(oid)) {
                used.add(FUNCTION + oid);
            }
        }
        for (Long oid : expression.relations()) {
            RelationRow read = relations.get(oid);
            if (read != null) {
                used.add(RELATION + read.name());
            }
        }
        return used;
    }

    /** Returns the use of a built-in function or relation that a standby answers differently. */
    private Optional<String> ownByNumber(StoredExpression expression) {
        return expression.functions().stream()
                .filter(oid -> !CatalogueRows.isOfUser(oid))
                .map(functions::get)
                .filter(Objects::nonNull)
                .map(Function::name)
                .filter(FunctionBody::isHarmfulCall)
                .map(name -> "uses " + name)
                .findFirst()
                .or(() -> expression.relations().stream()
                        .map(relations::get)
                        .filter(Objects::nonNull)
                        .map(RelationRow::name)
                        .filter(FunctionBody::isHarmfulRelation)
                        .map(name -> "reads " + name)
                        .findFirst());
    }
}
