package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.OperatorRow;
import io.tidemark.postgres.CatalogueRows.TypeRow;
import io.tidemark.postgres.TypeDependents.TypeDependent;
import io.tidemark.sql.Catalogue.Function;
import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.FunctionBody;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Adds to a {@link CatalogueBuilder} the objects that convert values to types: a conversion runs the checks of the domains in
 * a type.
 */
final class TypeConversions {

    /** Functions of PostgreSQL that convert a text to any type, whose number or name is an argument. */
    private static final List<String> TO_ANY_TYPE = List.of(
            "array_in",
            "domain_in",
            "multirange_in",
            "pg_input_error_info",
            "pg_input_is_valid",
            "range_in",
            "record_in");

    private final CatalogueRows rows;
    private final Map<Long, Function> functions;
    private final CatalogueBuilder builder;
    private final Map<Long, TypeRow> types = new HashMap<>();
    private final Map<Long, String> operators = new HashMap<>();
    private final Set<String> ownOperators = new HashSet<>();

    /** The types to which each function converts. */
    private final Map<Long, Set<Long>> ofFunctions = new HashMap<>();

    /** The types to which the body of each function may convert. */
    private final Map<Long, Set<Long>> ofBodies = new HashMap<>();

    TypeConversions(CatalogueRows rows, Map<Long, Function> functions, CatalogueBuilder builder) {
        this.rows = rows;
        this.functions = functions;
        this.builder = builder;
        rows.types().forEach(type -> types.put(type.oid(), type));
        rows.operators().forEach(this::note);
        for (TypeDependent dependent : rows.converted().known(TypeDependents.Kind.FUNCTION)) {
            ofFunctions.computeIfAbsent(dependent.oid(), any -> new HashSet<>()).add(dependent.type());
        }
        noteBodies();
    }

    /** Notes the types that a body names, since it may convert to them. */
    private void noteBodies() {
        Map<String, Set<Long>> suspects = new HashMap<>();
        for (TypeDependent type : rows.converted().known(TypeDependents.Kind.TYPE)) {
            suspects.computeIfAbsent(type.name(), any -> new HashSet<>()).add(type.oid());
        }
        for (StoredExpressions.Key key : suspects.isEmpty()
                ? List.<StoredExpressions.Key>of()
                : rows.expressions().listed()) {
            rows.expressions().known(key).ifPresent(expression -> {
                for (String name : expression.body().types()) {
                    ofBodies.computeIfAbsent(key.owner(), any -> new HashSet<>())
                            .addAll(suspects.getOrDefault(name, Set.of()));
                }
            });
        }
        ofBodies.forEach((function, types) ->
                ofFunctions.computeIfAbsent(function, any -> new HashSet<>()).addAll(types));
    }

    private void note(OperatorRow operator) {
        operators.put(operator.oid(), operator.name());
        if (!CatalogueRows.isOfUser(operator.oid())) {
            ownOperators.add(operator.name());
        }
    }

    void describe() {
        rows.types().stream()
                .filter(type -> type.isDomain() && CatalogueRows.isOfUser(type.oid()))
                .forEach(this::domain);
        rows.converted().known(TypeDependents.Kind.TYPE).forEach(this::type);
        rows.converted()
                .known(TypeDependents.Kind.FUNCTION)
                .forEach(dependent -> function(dependent.oid(), dependent.type()));
        rows.converted().known(TypeDependents.Kind.OPERATOR).forEach(this::operator);
        ofBodies.forEach((function, held) -> held.forEach(type -> function(function, type)));
    }

    private Optional<TypeRow> type(long oid) {
        return Optional.ofNullable(types.get(oid));
    }

    private void domain(TypeRow domain) {
        type(domain.base()).ifPresent(base -> builder.typeConverts(domain.name(), base.name()));
        TO_ANY_TYPE.forEach(name -> builder.functionConverts("pg_catalog", name, domain.name()));
        if (isOverRow(domain)) {
            // A row is converted to it by the syntax of a column: row.name.
            builder.attribute(domain.name());
        }
    }

    private boolean isOverRow(TypeRow domain) {
        Optional<TypeRow> base = Optional.of(domain);
        while (base.filter(TypeRow::isDomain).isPresent()) {
            base = base.flatMap(over -> type(over.base()));
        }
        return base.filter(row -> row.kind().equals("c")).isPresent();
    }

    private void type(TypeDependent dependent) {
        type(dependent.type()).ifPresent(held -> builder.typeConverts(dependent.name(), held.name()));
    }

    private void function(long oid, long type) {
        Function function = functions.get(oid);
        if (function != null) {
            type(type).ifPresent(held -> builder.functionConverts(function.schema(), function.name(), held.name()));
        }
    }

    /** Ignores a name that PostgreSQL also uses: it would make nearly every statement a write. */
    private void operator(TypeDependent dependent) {
        String name = operators.getOrDefault(dependent.oid(), "");
        type(dependent.type())
                .filter(held -> !ownOperators.contains(name))
                .ifPresent(held -> builder.operatorConverts(name, held.name()));
    }

    /** Returns the types of users to which an expression converts, directly or in a function that it calls. */
    Set<TypeRow> in(StoredExpression expression) {
        Set<Long> found = new HashSet<>(expression.types());
        for (Long oid : expression.functions()) {
            Function called = functions.get(oid);
            if (called != null && FunctionBody.fillsRow(called.name())) {
                found.addAll(expression.results());
            }
            found.addAll(ofFunctions.getOrDefault(oid, Set.of()));
        }
        Set<TypeRow> converted = new HashSet<>();
        Stream<Long> ofUsers = found.stream().filter(CatalogueRows::isOfUser);
        ofUsers.map(types::get).filter(Objects::nonNull).forEach(converted::add);
        return converted;
    }
}
