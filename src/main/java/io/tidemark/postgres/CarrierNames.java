package io.tidemark.postgres;

import io.tidemark.postgres.TypeDependents.TypeDependent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names that a statement must contain for a value of certain types to occur in it: those of {@link TypeDependents}, of
 * functions and operators that return such a value, and of functions that return any type. For one thread.
 */
final class CarrierNames {

    /** Relations of PostgreSQL with columns of any array type. */
    private static final Set<String> OF_ANY =
            Set.of("pg_statistic", "pg_statistic_ext_data", "pg_stats", "pg_stats_ext", "pg_stats_ext_exprs");

    private final CachedRows<Result> results = new CachedRows<>(
            Set.of(CatalogueFingerprints.FUNCTIONS),
            """
            SELECT p.proname, p.prorettype, type, p.prorettype = ANY (a.oids) AND p.proallargtypes IS NULL
                     AND NOT (p.proargtypes::oid[] && a.oids AND (p.oid < 16384 OR p.prorettype <> 'pg_catalog.record'::regtype))
            FROM pg_proc p
              LEFT JOIN LATERAL unnest(p.proallargtypes) type ON true
              CROSS JOIN (SELECT array_agg(oid) AS oids FROM pg_type
                WHERE typtype = 'p' AND (typname = ANY ('{record,_record}') OR starts_with(typname, 'any'))) a
            WHERE p.prorettype >= 16384 OR type >= 16384 OR p.prorettype = ANY (a.oids)
            """,
            Result::of);

    private final TypeDependents dependents = new TypeDependents();

    private record Result(String function, long type, long argument, boolean any) {
        static Result of(ResultSet row) throws SQLException {
            return new Result(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4));
        }
    }

    /** Reads the names for these types. */
    void refresh(CatalogueQueries queries, Map<String, String> fingerprints, Set<Long> wanted) throws SQLException {
        results.refresh(queries, fingerprints);
        dependents.refresh(queries, wanted);
    }

    /** Returns whether other types depend on them now than at the last reading. */
    boolean haveChanged(CatalogueQueries queries) throws SQLException {
        return dependents.haveChanged(queries);
    }

    /** Returns the names, with those of these operators that return such a value; empty if no types were given. */
    Set<String> names(List<CatalogueRows.OperatorRow> operators) {
        if (dependents.isEmpty()) {
            return Set.of();
        }
        Set<Long> oids = new HashSet<>();
        Set<String> names = new HashSet<>(OF_ANY);
        for (TypeDependent type : dependents.known(TypeDependents.Kind.TYPE)) {
            oids.add(type.oid());
            names.add(type.name());
        }
        results.rows().stream()
                .filter(row -> row.any || oids.contains(row.type) || oids.contains(row.argument))
                .forEach(row -> names.add(row.function));
        operators.stream()
                .filter(operator -> oids.contains(operator.result()))
                .forEach(operator -> names.add(operator.name()));
        return names;
    }
}
