package io.tidemark.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of which a value of certain types can come: those types, types that hold one (arrays, domains, ranges, composites),
 * relations with a column of one, children whose rows are taken for their parent's, functions and operators that return one, and what returns a value of any type. For one
 * thread.
 *
 * <p>Source of the first: {@code pg_depend}, where each column and type depends on the types that it is made of. It has an index
 * for that, so that this part is read each time.
 */
final class Carriers {

    private static final String HOLDING =
            """
            WITH RECURSIVE carrier (type) AS (
              SELECT unnest(CAST(? AS oid[]))
              UNION
              SELECT user_of.type FROM carrier CROSS JOIN LATERAL (
                SELECT CASE WHEN d.classid = 'pg_catalog.pg_type'::regclass THEN d.objid ELSE c.reltype END AS type
                FROM pg_depend d LEFT JOIN pg_class c ON d.classid = 'pg_catalog.pg_class'::regclass AND c.oid = d.objid
                WHERE d.refclassid = 'pg_catalog.pg_type'::regclass AND d.refobjid = carrier.type
                  AND (d.classid = 'pg_catalog.pg_type'::regclass OR d.classid = 'pg_catalog.pg_class'::regclass)
                UNION ALL
                SELECT c.reltype FROM pg_type t JOIN pg_inherits i ON i.inhparent = t.typrelid
                  JOIN pg_class c ON c.oid = i.inhrelid
                WHERE t.oid = carrier.type AND t.typrelid <> 0) user_of
              WHERE user_of.type <> 0)
            SELECT t.oid, t.typname FROM carrier JOIN pg_type t ON t.oid = carrier.type ORDER BY 1
            """;

    /** Relations of PostgreSQL with columns of any array type. */
    private static final Set<String> OF_ANY =
            Set.of("pg_statistic", "pg_statistic_ext_data", "pg_stats", "pg_stats_ext", "pg_stats_ext_exprs");

    private final CatalogueSection<Result> results = new CatalogueSection<>(
            Set.of(Fingerprints.FUNCTIONS),
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

    private Set<Long> types = Set.of();
    private List<Holding> holding = List.of();

    private record Result(String function, long type, long argument, boolean any) {
        static Result of(ResultSet row) throws SQLException {
            return new Result(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4));
        }
    }

    private record Holding(long oid, String name) {
        static Holding of(ResultSet row) throws SQLException {
            return new Holding(row.getLong(1), row.getString(2));
        }
    }

    /** Reads those of these types. */
    void refresh(Questions questions, Map<String, String> fingerprints, Set<Long> wanted) throws SQLException {
        results.refresh(questions, fingerprints);
        holding = holding(questions, wanted);
        types = Set.copyOf(wanted);
    }

    /** Whether other types hold them now than when they were read. */
    boolean haveChanged(Questions questions) throws SQLException {
        return !holding(questions, types).equals(holding);
    }

    private static List<Holding> holding(Questions questions, Set<Long> wanted) throws SQLException {
        return wanted.isEmpty() ? List.of() : questions.list(HOLDING, List.copyOf(wanted), Holding::of);
    }

    /** Their names, with those of these operators if they return one; nothing if no types are asked for. */
    Set<String> names(List<CatalogueRows.OperatorRow> operators) {
        if (types.isEmpty()) {
            return Set.of();
        }
        Set<Long> oids = new HashSet<>();
        Set<String> names = new HashSet<>(OF_ANY);
        for (Holding type : holding) {
            oids.add(type.oid);
            names.add(type.name);
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
