package io.tidemark.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Notices changes of the catalogue without reading it: for each of its tables the number of rows and the sum of the numbers of
 * the transactions that inserted them.
 *
 * <p>A row that is inserted, deleted or replaced changes it: a row that is replaced has another transaction. What PostgreSQL
 * changes in place, such as the results of {@code VACUUM}, has no effect. For the sum to stay the same by chance, transactions
 * would have to commit in another order than they began in, and leave as many rows; so the counters of changes are part
 * of it, too. They alone would be cheaper, but they lag, can be switched off, and are lost in a crash. The timeline is part
 * of it, since a standby that is promoted may use a lost transaction's number again.
 *
 * <p>{@code age} is the one cheap way from an {@code xid} to a number. It counts back from a transaction that moves, and has
 * no meaning for what {@code initdb} inserted (2147483647).
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

    private static final String QUERY =
            "SELECT 'timeline', left(pg_walfile_name(pg_current_wal_insert_lsn()), 8), 0, age('3'::xid), 0"
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
                    + ofTable(CONSTRAINTS, " AND contypid <> 0");

    /** The first transaction that is not one of PostgreSQL's special ones. */
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

        /** The sum of transactions does not depend on the moment, as that of their ages does. */
        String print(long newest) {
            return text + rows + '/' + Math.floorMod(rows * newest - ages, MODULUS) + '/' + changes;
        }
    }

    /** What they are now, by table. */
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
