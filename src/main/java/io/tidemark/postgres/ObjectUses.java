package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.AggregateRow;
import io.tidemark.postgres.CatalogueRows.CastRow;
import io.tidemark.postgres.CatalogueRows.ChildRow;
import io.tidemark.postgres.CatalogueRows.FunctionRow;
import io.tidemark.postgres.CatalogueRows.OperatorRow;
import io.tidemark.postgres.CatalogueRows.RelationRow;
import io.tidemark.postgres.CatalogueRows.TypeRow;
import io.tidemark.sql.FunctionBody;
import io.tidemark.sql.TypeNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The functions and relations that use a function or relation. A function may be called, or be behind an operator, an
 * aggregate, a cast or an attribute. A relation may be read through a view, a policy or a parent table.
 *
 * <p>The body of a function refers to other objects by name, so that all objects of a name count. For one thread.
 */
final class ObjectUses {

    private static final Users NOBODY = new Users(Set.of(), Set.of());

    private final CatalogueRows rows;
    private final Map<Long, RelationRow> relations = new HashMap<>();
    private final Map<Long, Long> functionsOfOperators = new HashMap<>();

    /** How a body can use each function of users without its name: the key of {@link #users}, and words for it. */
    private final Map<Long, Map<String, String>> disguises = new HashMap<>();

    /** The keys of {@link #disguises}. */
    private final Set<String> disguised = new HashSet<>();

    /** By a key for what is used. */
    private final Map<String, Users> users = new HashMap<>();

    /**
     * The users of an object.
     *
     * @param functions their numbers
     * @param relations their names
     */
    record Users(Set<Long> functions, Set<String> relations) {}

    ObjectUses(CatalogueRows rows) {
        this.rows = rows;
        rows.relations().forEach(relation -> relations.put(relation.oid(), relation));
        rows.operators().forEach(this::operator);
        noteCastsAndAttributes();
        rows.aggregates().forEach(this::aggregate);
        rows.children().forEach(this::child);
        rows.expressions()
                .listed()
                .forEach(key -> rows.expressions().known(key).ifPresent(known -> expression(key, known)));
    }

    /** Passes on the users of a function for each way to use it, with words for that way, such as "calls". */
    void ofFunction(long oid, String name, BiConsumer<String, Users> action) {
        action.accept("calls", of(number(oid)));
        action.accept("calls", of(function(name)));
        disguises.getOrDefault(oid, Map.of()).forEach((key, words) -> action.accept(words, of(key)));
    }

    Users ofRelation(String name) {
        return of(relation(name));
    }

    private Users of(String used) {
        return users.getOrDefault(used, NOBODY);
    }

    /** Returns the relation with this number. */
    Optional<RelationRow> relation(long oid) {
        return Optional.ofNullable(relations.get(oid));
    }

    private static String number(long oid) {
        return "number " + oid;
    }

    private static String function(String name) {
        return "function " + name;
    }

    private static String relation(String name) {
        return "relation " + name;
    }

    private static String operator(String name) {
        return "operator " + name;
    }

    private static String type(String name) {
        return "type " + name;
    }

    private static String attribute(String name) {
        return "attribute " + name;
    }

    private Users users(String used) {
        return users.computeIfAbsent(used, any -> new Users(new HashSet<>(), new HashSet<>()));
    }

    private void disguise(long function, String key, String words) {
        if (CatalogueRows.isOfUser(function)) {
            disguised.add(key);
            disguises.computeIfAbsent(function, any -> new LinkedHashMap<>()).put(key, words);
        }
    }

    private void operator(OperatorRow operator) {
        functionsOfOperators.put(operator.oid(), operator.function());
        disguise(operator.function(), operator(operator.name()), "uses the operator " + operator.name() + " of");
    }

    private void noteCastsAndAttributes() {
        Map<Long, TypeRow> types = new HashMap<>();
        rows.types().forEach(type -> types.put(type.oid(), type));
        for (CastRow cast : rows.casts()) {
            Optional.ofNullable(types.get(cast.target())).ifPresent(target -> TypeNames.of(target.name())
                    .forEach(word ->
                            disguise(cast.function(), type(word), "casts to the type " + target.name() + " by")));
        }
        for (FunctionRow row : rows.functions()) {
            String name = row.function().name();
            Optional.ofNullable(types.get(row.attributeOf()))
                    .filter(TypeRow::mayBeRow)
                    .ifPresent(type -> disguise(row.oid(), attribute(name), "may use the attribute"));
        }
    }

    private void aggregate(AggregateRow aggregate) {
        if (CatalogueRows.isOfUser(aggregate.oid())) {
            aggregate.parts().forEach(part -> users(number(part)).functions.add(aggregate.oid()));
        }
    }

    private void child(ChildRow row) {
        relation(row.child()).ifPresent(child -> relation(row.parent())
                .ifPresent(parent -> users(relation(child.name())).relations.add(parent.name())));
    }

    private void expression(StoredExpressions.Key key, StoredExpression expression) {
        Set<String> used = used(expression);
        switch (key.kind()) {
            case SOURCE, BODY, DEFAULTS ->
                used.forEach(each -> users(each).functions.add(key.owner()));
            case VIEW, POLICY ->
                relation(key.owner())
                        .ifPresent(owner ->
                                used.forEach(each -> users(each).relations.add(owner.name())));
            case CHECK -> {
                // TypeConversions finds what converts to the domain.
            }
        }
    }

    /** Returns the keys of what an expression uses. */
    private Set<String> used(StoredExpression expression) {
        Set<String> used = new HashSet<>();
        FunctionBody body = expression.body();
        body.calls().forEach(name -> used.add(function(name)));
        body.reads().forEach(name -> used.add(relation(name)));
        body.operators().forEach(name -> addDisguised(operator(name), used));
        body.types().forEach(name -> addDisguised(type(name), used));
        body.attributes().forEach(name -> addDisguised(attribute(name), used));
        expression.functions().forEach(oid -> addNumber(oid, used));
        expression.operators().forEach(oid -> addNumber(functionsOfOperators.getOrDefault(oid, 0L), used));
        expression.relations().forEach(oid -> relation(oid).ifPresent(read -> used.add(relation(read.name()))));
        return used;
    }

    private void addDisguised(String key, Set<String> used) {
        if (disguised.contains(key)) {
            used.add(key);
        }
    }

    private static void addNumber(long function, Set<String> used) {
        if (CatalogueRows.isOfUser(function)) {
            used.add(number(function));
        }
    }
}
