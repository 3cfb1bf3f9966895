package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.RelationRow;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of columns, types and functions whose values are of the type {@code xid}. For one thread.
 *
 * <p>No index leads from a type to its columns, so that the query scans all columns. It runs again after a relation was
 * created or altered, except temporary ones, which come and go all the time, and after a column was altered or renamed. The
 * server counts the latter with a delay of up to ten seconds, and a standby does not.
 */
final class XidNames {

    private static final String QUERY =
            """
            WITH x AS (
              SELECT oid, typname FROM pg_type
              WHERE oid = ANY ('{pg_catalog.xid,pg_catalog._xid}'::regtype[])
                OR typbasetype = ANY ('{pg_catalog.xid,pg_catalog._xid}'::regtype[]))
            SELECT attname FROM pg_attribute WHERE atttypid = ANY (SELECT oid FROM x)
            UNION
            SELECT typname FROM x
            UNION
            SELECT proname FROM pg_proc WHERE prorettype = ANY (SELECT oid FROM x)
            """;

    private Set<RelationRow> asOf = Set.of();
    private String columnsAsOf = "";
    private List<String> names = List.of();

    void refresh(CatalogueQueries queries, List<RelationRow> relations, String alteredColumns) throws SQLException {
        Set<RelationRow> now = new HashSet<>(relations);
        now.removeIf(RelationRow::isTemporary);
        if (!now.equals(asOf) || !alteredColumns.equals(columnsAsOf)) {
            names = queries.list(QUERY, row -> row.getString(1));
            asOf = now;
            columnsAsOf = alteredColumns;
        }
    }

    List<String> names() {
        return names;
    }
}
