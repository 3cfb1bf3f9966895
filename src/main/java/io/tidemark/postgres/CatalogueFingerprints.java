package io.tidemark.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Detects changes of the catalogue without reading it. The fingerprint of a table contains the number of its rows and the
 * sum of the numbers of the transactions that inserted them.
 *
 * <p>Each row that is inserted, deleted or replaced changes the fingerprint, because a replaced row has another transaction.
 * Changes in place by PostgreSQL, such as the results of {@code VACUUM}, have no effect. The sum could stay the same by
 * chance if transactions commit in another order than they began, and leave as many rows. Therefore the fingerprint also
 * contains the counters of changes. The counters alone would be cheaper, but they lag, can be switched off, and are lost in
 * a crash. The timeline is included because a promoted standby may reuse the number of a lost transaction.
 *
 * <p>A standby has no such counters and writes no timeline. There, the replayed position takes their place: without replay
 * nothing has changed, and after any replay each table is read again.
 *
 * <p>{@code age} is the only cheap conversion of an {@code xid} to a number. It counts back from a transaction that moves,
 * and has no meaning for rows that {@code initdb} inserted (2147483647).
 */
final class CatalogueFingerprints {

    static final String TIMELINE = "timeline";
    static final String NAMESPACES = "pg_namespace";
    static final String FUNCTIONS = "pg_proc";
    static final String AGGREGATES = "pg_aggregate";
    static final String OPERATORS = "pg_operator";
    static final String TYPES = "pg_type";
    static final String CASTS = "pg_cast";
    static final String RELATIONS = "pg_class";
    static final String CHILDREN = "pg_inherits";
    static final String RULES = "pg_rewrite";
    static final String POLICIES = "pg_policy";
    static final String CONSTRAINTS = "pg_constraint";

    /** Columns that were altered or renamed. There are too many columns to read, so that only their counter is included. */
    static final String ALTERED_COLUMNS = "pg_attribute";

    private static final String QUERY =
            "SELECT 'timeline', CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text"
                    + " ELSE left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) END, 0, age('3'::xid), 0"
                    + Stream.of(
                                    NAMESPACES,
                                    FUNCTIONS,
                                    AGGREGATES,
                                    OPERATORS,
                                    TYPES,
                                    CASTS,
                                    RELATIONS,
                                    CHILDREN,
                                    RULES,
                                    POLICIES)
                            .map(table -> ofTable(table, ""))
                            .collect(Collectors.joining())
                    + ofTable(CONSTRAINTS, " AND contypid <> 0")
                    + " UNION ALL SELECT '" + ALTERED_COLUMNS + "', '', 0, 0,"
                    + " pg_stat_get_tuples_updated('pg_catalog." + ALTERED_COLUMNS + "'::regclass)";

    /** The first transaction after PostgreSQL's special ones. */
    private static final long FIRST = 3;

    private static final long MODULUS = 1L << 32;

    private CatalogueFingerprints() {}

    private static String ofTable(String table, String condition) {
        String name = "'pg_catalog." + table + "'::regclass";
        return " UNION ALL SELECT '" + table
                + "', '', count(*), coalesce(sum(age(xmin)), 0), pg_stat_get_tuples_inserted("
                + name + ") + pg_stat_get_tuples_updated(" + name + ") + pg_stat_get_tuples_deleted(" + name
                + ") FROM pg_catalog." + table + " WHERE age(xmin) < 2147483647" + condition;
    }

    private record Row(String table, String text, long rows, long ages, long changes) {

        static Row of(ResultSet row) throws SQLException {
            return new Row(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5));
        }

        /** Uses the sum of the transactions: unlike the sum of their ages, it does not depend on the moment. */
        String print(long newest) {
            return text + rows + '/' + Math.floorMod(rows * newest - ages, MODULUS) + '/' + changes;
        }
    }

    /** Reads the current fingerprints, by table. */
    static Map<String, String> read(CatalogueQueries queries) throws SQLException {
        List<Row> rows = queries.list(QUERY, Row::of);
        Map<String, String> prints = new TreeMap<>();
        long newest = 0;
        for (Row row : rows) {
            if (row.table.equals(TIMELINE)) {
                newest = row.ages + FIRST;
                prints.put(TIMELINE, row.text);
            } else {
                prints.put(row.table, row.print(newest));
            }
        }
        return prints;
    }
}
