package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.ChildRow;
import io.tidemark.postgres.CatalogueRows.RelationRow;
import io.tidemark.postgres.ObjectUses.Users;
import io.tidemark.sql.Catalogue.Function;
import io.tidemark.sql.FunctionBody;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds functions that contain something that a standby does differently, whatever their declaration: they read the state of
 * the session, take advisory locks, or read a sequence, a foreign table or an unlogged table. They may do so through
 * anything that {@link ObjectUses} knows.
 */
final class HiddenCalls {

    private final CatalogueRows rows;
    private final ObjectUses uses;
    private final Map<Long, Function> functions;

    /** The difference of each relation that differs on a standby, by name. */
    private final Map<String, String> differences = new HashMap<>();

    /** The functions and relations whose users must still be marked. */
    private final Deque<Runnable> found = new ArrayDeque<>();

    HiddenCalls(CatalogueRows rows, ObjectUses uses, Map<Long, Function> functions) {
        this.rows = rows;
        this.uses = uses;
        this.functions = functions;
    }

    /** Marks these functions in the map. */
    void reveal() {
        rows.children().forEach(this::child);
        rows.relations().forEach(this::relation);
        rows.expressions().listed().forEach(this::expression);
        while (!found.isEmpty()) {
            found.remove().run();
        }
    }

    private void child(ChildRow row) {
        uses.relation(row.child())
                .filter(RelationRow::isTemporary)
                .flatMap(child -> uses.relation(row.parent()))
                .ifPresent(parent -> mark(parent.name(), "has a temporary child"));
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
            case SOURCE, BODY, DEFAULTS ->
                known.map(this::difference)
                        .orElse(Optional.of("has a new body that was not read yet"))
                        .ifPresent(text -> mark(key.owner(), text));
            case VIEW, POLICY ->
                uses.relation(key.owner()).ifPresent(owner -> known.map(this::difference)
                        .orElse(Optional.of("has a new definition that was not read yet"))
                        .ifPresent(text -> mark(owner.name(), text)));
            case CHECK -> {
                // CatalogueTranslator handles it.
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
        String what = " " + function.name() + ", which " + hidden;
        found.add(() -> uses.ofFunction(oid, function.name(), (how, users) -> spread(users, how + what)));
    }

    /** Marks a relation, unless it is already marked. */
    private void mark(String relation, String difference) {
        if (differences.putIfAbsent(relation, difference) == null) {
            found.add(() -> spread(uses.ofRelation(relation), "reads " + relation + ", which " + difference));
        }
    }

    private void spread(Users all, String hidden) {
        all.functions().forEach(user -> mark(user, hidden));
        all.relations().forEach(user -> mark(user, hidden));
    }

    /** Returns the use of a built-in function or relation that a standby answers differently. */
    private Optional<String> difference(StoredExpression expression) {
        return expression.body().harmful().stream()
                .sorted()
                .findFirst()
                .map(name -> "uses " + name)
                .or(() -> expression.functions().stream()
                        .filter(oid -> !CatalogueRows.isOfUser(oid))
                        .map(functions::get)
                        .filter(Objects::nonNull)
                        .map(Function::name)
                        .filter(FunctionBody::isHarmfulCall)
                        .map(name -> "uses " + name)
                        .findFirst())
                .or(() -> expression.relations().stream()
                        .flatMap(oid -> uses.relation(oid).stream())
                        .map(RelationRow::name)
                        .filter(FunctionBody::isHarmfulRelation)
                        .map(name -> "reads " + name)
                        .findFirst());
    }
}
