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
 * Decides which operators and casts cannot be meant by a statement that names nothing of which a value of their types can come.
 *
 * <p>The types of operands do not show in a text. But a value of a type that somebody defined comes from a column, a
 * function, another operator or a cast, each of which the text names: see {@link CarrierNames}. So an operator or cast counts
 * in such statements alone, if all of this holds of each of its operands:
 *
 * <ul>
 *   <li>Its type is defined by a user, and no array, multirange, domain or pseudo-type: values of those are made of others.
 *   <li>No built-in type is implicitly cast to it.
 *   <li>Of an operator, a constant of unknown type is not taken for it: PostgreSQL has binary operators of that name that
 *       take strings, or more than one category of types, and the type is not in the category of strings. Source: "Operator
 *       Type Resolution".
 *   <li>Of an operator, a row of no type is not taken for it: the type is no composite, or PostgreSQL has an operator of that
 *       name for two records.
 * </ul>
 *
 * <p>All other operators and casts count wherever their names are. A text that names one of the carriers, or the key word
 * {@code OPERATOR}, is judged by all of them, whichever type it names. Functions are not decided so: a constant may be
 * taken for any type of argument.
 *
 * <p>Not seen is a parameter that the application itself sends as of such a type ({@code PGobject}, {@code createArrayOf}) in a
 * statement that names nothing of which a value of the type can come.
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

    /** Whether the operator counts only where a type of its operands is named. */
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

    /** Whether the cast counts only where the type that is cast is named. */
    boolean decide(CastRow cast) {
        return isVolatile(cast.function()) && ofUser(cast.source()).isPresent();
    }

    private Optional<TypeRow> ofUser(long type) {
        return Optional.ofNullable(types.get(type))
                .filter(row -> "bcer".contains(row.kind()) && !row.isArray())
                .filter(row -> withImplicitSources(type).stream().allMatch(CatalogueRows::isOfUser));
    }

    /** The type, and those that are implicitly cast to it, directly or by way of another one. */
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

    /** The types of which a value makes it possible that one of those operators or casts is meant. */
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
