package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.RelationRow;
import io.tidemark.postgres.ObjectUses.Users;
import io.tidemark.sql.Catalogue.Function;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds functions whose results depend on custom settings of the session, such as {@code app.tenant}. They read a setting in
 * their body, or use a function, or a relation whose policy or view query does, in a way that {@link ObjectUses} knows.
 */
final class SettingReaders {

    private final CatalogueRows rows;
    private final ObjectUses uses;
    private final Map<Long, Function> functions;

    /** The settings that each function reads. */
    private final Map<Long, Set<String>> ofFunctions = new HashMap<>();

    /** The settings that each relation reads, by name. */
    private final Map<String, Set<String>> ofRelations = new HashMap<>();

    /** The functions and relations whose users must still be marked. */
    private final Deque<Runnable> found = new ArrayDeque<>();

    SettingReaders(CatalogueRows rows, ObjectUses uses, Map<Long, Function> functions) {
        this.rows = rows;
        this.uses = uses;
        this.functions = functions;
    }

    /** Marks these functions in the map, unless they hide something worse. */
    void reveal() {
        rows.expressions()
                .listed()
                .forEach(key -> rows.expressions().known(key).ifPresent(known -> expression(key, known.settings())));
        while (!found.isEmpty()) {
            found.remove().run();
        }
        ofFunctions.forEach((oid, read) -> functions.computeIfPresent(
                oid,
                (any, function) -> CatalogueRows.isOfUser(oid)
                                && function.hidden().isEmpty()
                        ? function.hiding("depends on " + String.join(", ", new TreeSet<>(read)), Set.copyOf(read))
                        : function));
    }

    private void expression(StoredExpressions.Key key, Set<String> settings) {
        if (settings.isEmpty()) {
            return;
        }
        switch (key.kind()) {
            case SOURCE, BODY, DEFAULTS -> function(key.owner(), settings);
            case VIEW, POLICY ->
                uses.relation(key.owner()).map(RelationRow::name).ifPresent(owner -> relation(owner, settings));
            case CHECK -> {
                // CatalogueTranslator treats its settings as harmful.
            }
        }
    }

    private void function(long oid, Set<String> settings) {
        Function function = functions.get(oid);
        if (function != null
                && ofFunctions.computeIfAbsent(oid, any -> new HashSet<>()).addAll(settings)) {
            found.add(() -> uses.ofFunction(oid, function.name(), (how, users) -> spread(users, settings)));
        }
    }

    private void relation(String name, Set<String> settings) {
        if (ofRelations.computeIfAbsent(name, any -> new HashSet<>()).addAll(settings)) {
            found.add(() -> spread(uses.ofRelation(name), settings));
        }
    }

    private void spread(Users all, Set<String> settings) {
        all.functions().forEach(user -> function(user, settings));
        all.relations().forEach(user -> relation(user, settings));
    }
}
