package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.RelationRow;
import io.tidemark.sql.Catalogue.Function;
import io.tidemark.sql.FunctionBody;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds functions whose results depend on custom settings of the session, such as {@code app.tenant}. Their bodies read a
 * setting, call such a function, or read a relation whose policy or view query reads a setting. A body refers to objects by
 * name, so that all objects of a name count.
 */
final class SettingReaders {

    private static final String FUNCTION = "function ";
    private static final String RELATION = "relation ";

    private final CatalogueRows rows;
    private final Map<Long, Function> functions;
    private final Map<Long, String> relations = new HashMap<>();

    /** The settings that each function and relation reads, by kind and name. */
    private final Map<String, Set<String>> settings = new HashMap<>();

    /** The functions and relations that use each function and relation. */
    private final Map<String, Set<String>> users = new HashMap<>();

    SettingReaders(CatalogueRows rows, Map<Long, Function> functions) {
        this.rows = rows;
        this.functions = functions;
        for (RelationRow relation : rows.relations()) {
            relations.put(relation.oid(), relation.name());
        }
    }

    /** Marks these functions in the map, unless they hide something worse. */
    void reveal() {
        rows.expressions()
                .listed()
                .forEach(key -> rows.expressions().known(key).ifPresent(known -> expression(key, known)));
        if (settings.isEmpty()) {
            return;
        }
        spread();
        for (Map.Entry<Long, Function> each : functions.entrySet()) {
            Function function = each.getValue();
            Set<String> read = settings.getOrDefault(FUNCTION + function.name(), Set.of());
            if (CatalogueRows.isOfUser(each.getKey())
                    && !read.isEmpty()
                    && function.hidden().isEmpty()) {
                each.setValue(
                        function.hiding("depends on " + String.join(", ", new TreeSet<>(read)), Set.copyOf(read)));
            }
        }
    }

    private void expression(StoredExpressions.Key key, StoredExpression expression) {
        switch (key.kind()) {
            case SOURCE, BODY -> {
                Function owner = functions.get(key.owner());
                if (owner != null) {
                    uses(FUNCTION + owner.name(), expression);
                }
            }
            case VIEW, POLICY -> {
                String owner = relations.get(key.owner());
                if (owner != null) {
                    uses(RELATION + owner, expression);
                }
            }
            case DEFAULTS, CHECK -> {
                // CatalogueTranslator treats their settings as harmful.
            }
        }
    }

    private void uses(String user, StoredExpression expression) {
        if (!expression.settings().isEmpty()) {
            settings.computeIfAbsent(user, any -> new HashSet<>()).addAll(expression.settings());
        }
        FunctionBody body = expression.body();
        body.calls().forEach(name -> used(FUNCTION + name, user));
        body.reads().forEach(name -> used(RELATION + name, user));
        for (Long oid : expression.functions()) {
            Function called = functions.get(oid);
            if (called != null && CatalogueRows.isOfUser(oid)) {
                used(FUNCTION + called.name(), user);
            }
        }
        for (Long oid : expression.relations()) {
            String read = relations.get(oid);
            if (read != null) {
                used(RELATION + read, user);
            }
        }
    }

    private void used(String name, String user) {
        users.computeIfAbsent(name, any -> new HashSet<>()).add(user);
    }

    private void spread() {
        Deque<String> found = new ArrayDeque<>(List.copyOf(settings.keySet()));
        while (!found.isEmpty()) {
            String name = found.remove();
            Set<String> read = Objects.requireNonNull(settings.get(name));
            for (String user : users.getOrDefault(name, Set.of())) {
                if (settings.computeIfAbsent(user, any -> new HashSet<>()).addAll(read)) {
                    found.add(user);
                }
            }
        }
    }
}
