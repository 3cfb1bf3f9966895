package io.tidemark.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The database's stored expressions. Each version of a row is read and parsed once. For one thread.
 *
 * <p>The server sends the texts unparsed, which costs it a thirtieth of a search in them. The query reads portions, so that
 * the time-out of one answer does not limit the size of the database. If a portion fails, the earlier ones are kept.
 */
final class StoredExpressions {

    /** In bytes as stored, which is compressed to about a tenth. */
    private static final int PORTION = 256 * 1024;

    private static final int MOST_IN_PORTION = 500;

    /** Objects with a number below 16384 are PostgreSQL's own. */
    private static final String LISTED =
            """
            SELECT 'DEFAULTS', oid, xmin::text, oid, pg_column_size(proargdefaults) FROM pg_proc
            WHERE proargdefaults IS NOT NULL AND oid >= 16384
            UNION ALL
            SELECT 'SOURCE', p.oid, p.xmin::text, p.oid, length(prosrc) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
            WHERE lanname = ANY ('{sql,plpgsql}') AND prosrc <> '' AND p.oid >= 16384
              AND prorettype <> ALL ('{pg_catalog.trigger,pg_catalog.event_trigger}'::regtype[])
            UNION ALL
            SELECT 'BODY', oid, xmin::text, oid, pg_column_size(prosqlbody) FROM pg_proc
            WHERE prosqlbody IS NOT NULL AND oid >= 16384
            UNION ALL
            SELECT 'CHECK', oid, xmin::text, contypid, pg_column_size(conbin) FROM pg_constraint
            WHERE contypid <> 0 AND conbin IS NOT NULL AND oid >= 16384
            UNION ALL
            SELECT 'VIEW', oid, xmin::text, ev_class, pg_column_size(ev_action) FROM pg_rewrite
            WHERE ev_type = '1' AND ev_class >= 16384
            UNION ALL
            SELECT 'POLICY', oid, xmin::text, polrelid, pg_column_size(polqual) FROM pg_policy
            WHERE polcmd = ANY ('{r,*}') AND polqual IS NOT NULL
            """;

    private final CachedRows<Key> listed = new CachedRows<>(
            Set.of(
                    CatalogueFingerprints.FUNCTIONS,
                    CatalogueFingerprints.CONSTRAINTS,
                    CatalogueFingerprints.RULES,
                    CatalogueFingerprints.POLICIES),
            LISTED,
            StoredExpressions::key);
    private final Map<Key, StoredExpression> known = new HashMap<>();
    private String timeline = "";

    /** The object that an expression belongs to, with the table and column of its text. */
    enum Kind {
        DEFAULTS("pg_proc", "proargdefaults"),
        SOURCE("pg_proc", "prosrc"),
        BODY("pg_proc", "prosqlbody"),
        CHECK("pg_constraint", "conbin"),
        VIEW("pg_rewrite", "ev_action"),
        POLICY("pg_policy", "polqual");

        private final String query;

        Kind(String table, String column) {
            this.query = "SELECT oid, xmin::text, %s::text FROM %s WHERE oid = ANY (CAST(? AS oid[]))"
                    .formatted(column, table);
        }
    }

    /**
     * A version of an expression.
     *
     * @param oid the number of its row
     * @param version the transaction that inserted the row
     * @param owner the object that the expression belongs to
     */
    record Key(Kind kind, long oid, String version, long owner, int size) {}

    private record Text(long oid, String version, StoredExpression parsed) {}

    private static Key key(ResultSet row) throws SQLException {
        return new Key(Kind.valueOf(row.getString(1)), row.getLong(2), row.getString(3), row.getLong(4), row.getInt(5));
    }

    /** Returns a listed expression; empty if it changed after it was listed. */
    Optional<StoredExpression> known(Key key) {
        return Optional.ofNullable(known.get(key));
    }

    /** Returns the keys of all expressions in the catalogue. */
    List<Key> listed() {
        return listed.rows();
    }

    void refresh(CatalogueQueries queries, Map<String, String> fingerprints) throws SQLException {
        String now = fingerprints.getOrDefault(CatalogueFingerprints.TIMELINE, "");
        if (!now.equals(timeline)) {
            // After a failover, the number of a lost transaction may be in use again.
            known.clear();
            timeline = now;
        }
        if (listed.refresh(queries, fingerprints)) {
            known.keySet().retainAll(Set.copyOf(listed.rows()));
        }
        for (Kind kind : Kind.values()) {
            List<Key> portion = new ArrayList<>();
            int size = 0;
            for (Key key : listed.rows()) {
                if (key.kind() == kind && !known.containsKey(key)) {
                    portion.add(key);
                    size += key.size();
                }
                if (size > PORTION || portion.size() == MOST_IN_PORTION) {
                    read(queries, kind, portion);
                    portion.clear();
                    size = 0;
                }
            }
            read(queries, kind, portion);
        }
    }

    private void read(CatalogueQueries queries, Kind kind, List<Key> portion) throws SQLException {
        if (portion.isEmpty()) {
            return;
        }
        Map<Long, Key> wanted = new HashMap<>();
        portion.forEach(key -> wanted.put(key.oid(), key));
        CatalogueQueries.Row<Text> reader = kind == Kind.SOURCE ? StoredExpressions::source : StoredExpressions::tree;
        for (Text text : queries.list(kind.query, List.copyOf(wanted.keySet()), reader)) {
            Key key = wanted.get(text.oid());
            if (key != null && key.version().equals(text.version())) {
                known.put(key, text.parsed());
            }
        }
    }

    private static Text tree(ResultSet row) throws SQLException {
        return new Text(row.getLong(1), row.getString(2), StoredExpression.of(row.getString(3)));
    }

    private static Text source(ResultSet row) throws SQLException {
        return new Text(row.getLong(1), row.getString(2), StoredExpression.ofSource(row.getString(3)));
    }
}
