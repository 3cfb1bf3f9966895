package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.CastRow;
import io.tidemark.postgres.CatalogueRows.OperatorRow;
import io.tidemark.postgres.CatalogueRows.TypeRow;
import io.tidemark.sql.Catalogue.Function;
import io.tidemark.sql.Catalogue.Volatility;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which operators and casts a statement cannot use, because no value of their types can occur in it.
 *
 * <p>A text does not show the types of operands. But a value of a user-defined type comes from a column, a function, another
 * operator or a cast, and the text contains the name of that source: see {@link CarrierNames}. Therefore an operator or cast
 * counts only in statements with such a name, if all of these conditions hold for each of its operands:
 *
 * <ul>
 *   <li>A user defined the type, and it is no array, multirange, domain or pseudo-type: values of those are made of others.
 *   <li>No built-in type is implicitly cast to it.
 *   <li>For an operator: PostgreSQL does not resolve a constant of unknown type to it. This is so if PostgreSQL has binary
 *       operators of that name that take strings, or more than one category of types, and the type is not in the category of
 *       strings. Source: "Operator Type Resolution".
 *   <li>For an operator: PostgreSQL does not resolve an untyped row to it. This is so if the type is no composite, or
 *       PostgreSQL has an operator of that name for two records.
 * </ul>
 *
 * <p>All other operators and casts count wherever their names occur. If a text contains one of the carrier names, or the key
 * word {@code OPERATOR}, all operators and casts count, whichever type it names. Functions always count, because a constant
 * may be resolved to any type of argument.
 *
 * <p>Limit: a parameter that the application itself sends with such a type ({@code PGobject}, {@code createArrayOf}) is not
 * detected, if the statement contains no carrier name of the type.
 */
final class OperandTypes {

    private static final String STRINGS = "S";
    private static final long RECORD = 2249;

    private final CatalogueRows rows;
    private final Map<Long, Function> functions;
    private final Map<Long, TypeRow> types = new HashMap<>();
    private final Map<String, Set<String>> categories = new HashMap<>();
    private final Set<String> ofRecords = new HashSet<>();

    OperandTypes(CatalogueRows rows, Map<Long, Function> functions) {
        this.rows = rows;
        this.functions = functions;
        rows.types().forEach(type -> types.put(type.oid(), type));
        rows.operators().stream()
                .filter(operator -> operator.oid() < CatalogueRows.FIRST_OF_USERS && operator.left() != 0)
                .forEach(this::noteBuiltIn);
    }

    private void noteBuiltIn(OperatorRow operator) {
        TypeRow left = types.get(operator.left());
        TypeRow right = types.get(operator.right());
        if (left != null && right != null && left.category().equals(right.category())) {
            categories.computeIfAbsent(operator.name(), any -> new HashSet<>()).add(left.category());
        }
        if (operator.left() == RECORD && operator.right() == RECORD) {
            ofRecords.add(operator.name());
        }
    }

    /** Returns whether the operator counts only in statements with a carrier name of its operands. */
    boolean decide(OperatorRow operator) {
        return operator.left() != 0
                && isVolatile(operator.function())
                && hidesConstants(operator.name())
                && mayDecide(operator.left(), operator.name())
                && mayDecide(operator.right(), operator.name());
    }

    private boolean hidesConstants(String operator) {
        Set<String> builtIn = categories.getOrDefault(operator, Set.of());
        return builtIn.contains(STRINGS) || builtIn.size() > 1;
    }

    private boolean mayDecide(long type, String operator) {
        return ofUser(type)
                .filter(row -> !row.category().equals(STRINGS))
                .filter(row -> !row.kind().equals("c") || ofRecords.contains(operator))
                .isPresent();
    }

    /** Returns whether the cast counts only in statements with a carrier name of its source type. */
    boolean decide(CastRow cast) {
        return isVolatile(cast.function()) && ofUser(cast.source()).isPresent();
    }

    private Optional<TypeRow> ofUser(long type) {
        return Optional.ofNullable(types.get(type))
                .filter(row -> "bcer".contains(row.kind()) && !row.isArray())
                .filter(row -> withImplicitSources(type).stream().allMatch(CatalogueRows::isOfUser));
    }

    /** Returns the type, and the types that are implicitly cast to it, directly or through another type. */
    private Set<Long> withImplicitSources(long type) {
        Set<Long> all = new HashSet<>(Set.of(type));
        Set<Long> sources;
        do {
            sources = rows.casts().stream()
                    .filter(cast -> cast.implicit() && all.contains(cast.target()))
                    .map(CastRow::source)
                    .collect(Collectors.toSet());
        } while (all.addAll(sources));
        return all;
    }

    private boolean isVolatile(long function) {
        Function called = functions.get(function);
        return called != null && called.volatility() == Volatility.VOLATILE;
    }

    /** Returns the types whose values make a statement use one of these operators or casts. */
    Set<Long> ofVolatile() {
        Set<Long> found = new HashSet<>();
        rows.operators().stream().filter(this::decide).forEach(operator -> {
            found.addAll(withImplicitSources(operator.left()));
            found.addAll(withImplicitSources(operator.right()));
        });
        rows.casts().stream().filter(this::decide).forEach(cast -> found.addAll(withImplicitSources(cast.source())));
        return found;
    }
}
