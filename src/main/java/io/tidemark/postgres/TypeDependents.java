package io.tidemark.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * The objects that contain, take or return a value of certain types, directly or not: other types (arrays, domains, ranges,
 * composites, the rows of relations, and the rows of children that count as their parent's), functions and operators. For one
 * thread.
 *
 * <p>Source: {@code pg_depend}, where each column, type, function and operator depends on its types. It has an index for
 * that, so that each reading runs the query.
 */
final class TypeDependents {

    private static final String QUERY =
            """
            WITH RECURSIVE holder (type, held) AS (
              SELECT unnest(CAST(? AS oid[])), 0::oid
              UNION
              SELECT user_of.type, holder.type FROM holder CROSS JOIN LATERAL (
                SELECT CASE WHEN d.classid = 'pg_catalog.pg_type'::regclass THEN d.objid ELSE c.reltype END AS type
                FROM pg_depend d LEFT JOIN pg_class c ON d.classid = 'pg_catalog.pg_class'::regclass AND c.oid = d.objid
                WHERE d.refclassid = 'pg_catalog.pg_type'::regclass AND d.refobjid = holder.type
                  AND (d.classid = 'pg_catalog.pg_type'::regclass OR d.classid = 'pg_catalog.pg_class'::regclass)
                UNION ALL
                SELECT c.reltype FROM pg_type t JOIN pg_inherits i ON i.inhparent = t.typrelid
                  JOIN pg_class c ON c.oid = i.inhrelid
                WHERE t.oid = holder.type AND t.typrelid <> 0) user_of
              WHERE user_of.type <> 0)
            SELECT 'TYPE', t.oid, t.typname, h.held FROM holder h JOIN pg_type t ON t.oid = h.type
            UNION
            SELECT CASE WHEN d.classid = 'pg_catalog.pg_proc'::regclass THEN 'FUNCTION' ELSE 'OPERATOR' END, d.objid, '', h.type
            FROM holder h JOIN pg_depend d ON d.refclassid = 'pg_catalog.pg_type'::regclass AND d.refobjid = h.type
            WHERE d.classid = 'pg_catalog.pg_proc'::regclass OR d.classid = 'pg_catalog.pg_operator'::regclass
            ORDER BY 1, 2, 4
            """;

    private Set<Long> types = Set.of();
    private List<TypeDependent> known = List.of();

    /** The kind of a dependent object. */
    enum Kind {
        TYPE,
        FUNCTION,
        OPERATOR
    }

    /**
     * An object that depends on a type.
     *
     * @param name the name of a type; empty for functions and operators
     * @param type the type on which it depends; 0 if the object itself is one of the given types
     */
    record TypeDependent(Kind kind, long oid, String name, long type) {
        private static TypeDependent of(ResultSet row) throws SQLException {
            return new TypeDependent(Kind.valueOf(row.getString(1)), row.getLong(2), row.getString(3), row.getLong(4));
        }
    }

    /** Reads the objects that depend on these types. */
    void refresh(CatalogueQueries queries, Set<Long> wanted) throws SQLException {
        known = read(queries, wanted);
        types = Set.copyOf(wanted);
    }

    /** Returns whether other objects depend on the types now than at the last reading. */
    boolean haveChanged(CatalogueQueries queries) throws SQLException {
        return !read(queries, types).equals(known);
    }

    private static List<TypeDependent> read(CatalogueQueries queries, Set<Long> wanted) throws SQLException {
        return wanted.isEmpty() ? List.of() : queries.list(QUERY, List.copyOf(wanted), TypeDependent::of);
    }

    /** Returns the objects of a kind, in order. */
    List<TypeDependent> known(Kind kind) {
        return known.stream().filter(dependent -> dependent.kind == kind).toList();
    }

    /** Returns whether no types were given. */
    boolean isEmpty() {
        return types.isEmpty();
    }
}
