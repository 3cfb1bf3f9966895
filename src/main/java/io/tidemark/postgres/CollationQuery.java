package io.tidemark.postgres;

import io.tidemark.wal.CollationVersions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks a server for the versions of the collations in use, as its own libraries report them and as the catalogue has recorded
 * them: the database's default, and those of the columns of indexes and partition keys. Every role may run the query. Source:
 * PostgreSQL documentation, {@code pg_collation_actual_version} and {@code pg_database_collation_actual_version}.
 */
final class CollationQuery {

    /** 100 is the number of the collation "default", which stands for that of the database. Source: pg_collation.dat. */
    private static final String VERSIONS = SystemSql.qualified(
            """
            SELECT 'default', coalesce(pg_database_collation_actual_version(oid), ''), coalesce(datcollversion, '')
            FROM pg_database WHERE datname = current_database()
            UNION ALL
            SELECT quote_ident(n.nspname) || '.' || quote_ident(c.collname), coalesce(pg_collation_actual_version(c.oid), ''),
              coalesce(c.collversion, '')
            FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
            WHERE c.oid <> 100 AND c.oid = ANY (
              SELECT unnest(indcollation::oid[]) FROM pg_index
              UNION
              SELECT unnest(partcollation::oid[]) FROM pg_partitioned_table)""");

    private CollationQuery() {}

    static CollationVersions on(Connection connection) throws SQLException {
        Map<String, String> versions = new HashMap<>();
        Map<String, String> recorded = new HashMap<>();
        try (PreparedStatement question = connection.prepareStatement(VERSIONS);
                ResultSet rows = question.executeQuery()) {
            while (rows.next()) {
                versions.put(rows.getString(1), rows.getString(2));
                recorded.put(rows.getString(1), rows.getString(3));
            }
        }
        return new CollationVersions(versions, recorded);
    }
}
