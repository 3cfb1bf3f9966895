package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.RelationRow;
import io.tidemark.sql.Catalogue.Function;
import io.tidemark.sql.FunctionBody;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds functions that are not declared volatile, but whose bodies contain something that a standby does differently: they
 * read the state of the session, take advisory locks, read a sequence, or call such a function. A body refers to functions by
 * name, so that all overloads of a name count.
 */
final class HiddenCalls {

    private final CatalogueRows rows;
    private final Map<Long, Function> functions;
    private final Map<Long, RelationRow> relations = new HashMap<>();
    private final Set<String> sequences = new HashSet<>();

    /** The functions that call each name. */
    private final Map<String, Set<Long>> callers = new HashMap<>();

    HiddenCalls(CatalogueRows rows, Map<Long, Function> functions) {
        this.rows = rows;
        this.functions = functions;
        for (RelationRow relation : rows.relations()) {
            relations.put(relation.oid(), relation);
            if (relation.isSequence()) {
                sequences.add(relation.name());
            }
        }
    }

    /** Marks these functions in the map. */
    void reveal() {
        Deque<Long> found = new ArrayDeque<>();
        for (StoredExpressions.Key key : rows.expressions().listed()) {
            if (key.kind() == StoredExpressions.Kind.SOURCE || key.kind() == StoredExpressions.Kind.BODY) {
                Optional<String> hidden = rows.expressions()
                        .known(key)
                        .map(expression -> hidden(key.owner(), expression))
                        .orElse(Optional.of("has a new body that was not read yet"));
                hidden.filter(text -> mark(key.owner(), text)).ifPresent(text -> found.add(key.owner()));
            }
        }
        while (!found.isEmpty()) {
            Function called = functions.get(found.remove());
            if (called != null) {
                for (Long caller : callers.getOrDefault(called.name(), Set.of())) {
                    if (mark(caller, "calls " + called.name() + ", which " + called.hidden())) {
                        found.add(caller);
                    }
                }
            }
        }
    }

    /** Marks a function; returns false if it is unknown or already marked. */
    private boolean mark(long oid, String hidden) {
        Function function = functions.get(oid);
        if (function == null || !function.hidden().isEmpty()) {
            return false;
        }
        functions.put(oid, function.hiding(hidden, Set.of()));
        return true;
    }

    private Optional<String> hidden(long owner, StoredExpression expression) {
        FunctionBody body = expression.body();
        body.calls().forEach(name -> calls(owner, name));
        Optional<String> named = body.harmful().stream().sorted().findFirst().map(name -> "uses " + name);
        if (named.isPresent()) {
            return named;
        }
        Optional<String> read =
                body.reads().stream().filter(sequences::contains).sorted().findFirst();
        return read.map(name -> "reads the sequence " + name).or(() -> hiddenByNumber(owner, expression));
    }

    private Optional<String> hiddenByNumber(long owner, StoredExpression expression) {
        for (Long oid : expression.functions()) {
            Function called = functions.get(oid);
            if (called != null && oid < CatalogueRows.FIRST_OF_USERS) {
                if (FunctionBody.isHarmfulCall(called.name())) {
                    return Optional.of("uses " + called.name());
                }
            } else if (called != null) {
                calls(owner, called.name());
            }
        }
        for (Long oid : expression.relations()) {
            RelationRow read = relations.get(oid);
            if (read != null && (read.isSequence() || FunctionBody.isHarmfulRelation(read.name()))) {
                return Optional.of("reads " + read.name());
            }
        }
        return Optional.empty();
    }

    private void calls(long owner, String name) {
        callers.computeIfAbsent(name, any -> new HashSet<>()).add(owner);
    }
}
