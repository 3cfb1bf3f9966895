package io.tidemark.it.app;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Statements that are no provable reads, in a read-only transaction of the connection's own, and their outcomes. */
public final class ReadOnlySeries {

    /** The objects that the statements use, created by the superuser. */
    public static final String TABLES =
            """
            CREATE TABLE IF NOT EXISTS noted (n int);
            TRUNCATE noted;
            INSERT INTO noted VALUES (1), (2);
            CREATE SEQUENCE IF NOT EXISTS noted_seq;
            CREATE OR REPLACE FUNCTION only_reads() RETURNS bigint LANGUAGE plpgsql VOLATILE
                AS 'BEGIN RETURN (SELECT count(*) FROM noted); END';
            GRANT SELECT, INSERT, UPDATE, DELETE ON noted TO tidemark;
            GRANT SELECT, UPDATE ON noted_seq TO tidemark;
            """;

    /** The series that a standby accepts or rejects exactly as the primary does. Each runs in one transaction. */
    public static final List<List<String>> ALIKE = List.of(
            List.of("SET LOCAL work_mem = '5MB'", "SHOW work_mem"),
            List.of("SET LOCAL statement_timeout = '9s'", "SELECT current_setting('statement_timeout')"),
            List.of("SELECT set_config('app.tenant', 'a', true)", "SELECT current_setting('app.tenant', true)"),
            List.of("SET work_mem = '6MB'", "SHOW work_mem", "RESET work_mem", "SHOW work_mem"),
            List.of("SELECT set_config('app.tenant', 'b', false)", "SELECT current_setting('app.tenant', true)"),
            List.of("SET TIME ZONE 'UTC'", "SHOW TIME ZONE", "RESET TIME ZONE"),
            List.of("SET CONSTRAINTS ALL DEFERRED"),
            List.of("SET TRANSACTION READ ONLY"),
            List.of("SET ROLE NONE"),
            List.of("SHOW transaction_read_only"),
            List.of("SHOW ALL"),
            List.of("SELECT version() IS NOT NULL"),
            List.of("SELECT pg_backend_pid() > 0"),
            List.of("SELECT txid_current_if_assigned()"),
            List.of("SELECT pg_relation_size('noted') > 0"),
            List.of("SELECT pg_sleep(0)"),
            List.of("SELECT setseed(0.5)", "SELECT random()"),
            List.of("SELECT only_reads()"),
            List.of("SELECT n, only_reads() FROM noted ORDER BY n"),
            List.of("EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off, BUFFERS off) SELECT only_reads()"),
            List.of("SAVEPOINT a", "SELECT 1/0", "ROLLBACK TO a", "SELECT n FROM noted ORDER BY n", "RELEASE a"),
            List.of("DECLARE c CURSOR FOR SELECT n FROM noted ORDER BY n", "FETCH c", "MOVE c", "FETCH c", "CLOSE c"),
            List.of("PREPARE p AS SELECT only_reads()", "EXECUTE p", "DEALLOCATE p"),
            List.of("PREPARE w AS INSERT INTO noted VALUES (3)", "EXECUTE w"),
            List.of("DEALLOCATE ALL"),
            List.of("DISCARD PLANS"),
            List.of("DISCARD ALL"),
            List.of("UNLISTEN *"),
            List.of("LOCK TABLE noted IN ACCESS SHARE MODE"),
            List.of("DO $$ BEGIN PERFORM count(*) FROM noted; END $$"),
            List.of("BEGIN", "SELECT n FROM noted ORDER BY n"),
            List.of("COMMIT", "SELECT n FROM noted ORDER BY n"),
            List.of("ROLLBACK", "SELECT n FROM noted ORDER BY n"),
            List.of("END", "SELECT n FROM noted ORDER BY n", "COMMIT"),
            List.of("SET LOCAL work_mem = '5MB'; SELECT n FROM noted ORDER BY n; COMMIT", "SHOW work_mem"),
            List.of("COMMIT AND CHAIN", "SHOW transaction_read_only"),
            List.of("COMMIT nonsense", "ROLLBACK", "SELECT n FROM noted ORDER BY n"),
            List.of("INSERT INTO noted VALUES (3)", "SELECT 1"),
            List.of("WITH x AS (DELETE FROM noted RETURNING n) SELECT * FROM x"),
            List.of("SELECT n FROM noted FOR UPDATE"),
            List.of("SELECT nextval('noted_seq')"),
            List.of("SELECT currval('noted_seq')"),
            List.of("CREATE TEMP TABLE of_mine (n int)"));

    /** The statements that a standby accepts but runs with another result or on itself. */
    public static final List<String> DIFFERENT = List.of(
            "SELECT pg_advisory_xact_lock(1)",
            "SELECT pg_try_advisory_lock_shared(1)",
            "SELECT pg_catalog.pg_advisory_unlock_all()",
            "SELECT \"pg_advisory_xact_lock\"(1)",
            "SELECT last_value FROM noted_seq",
            "SELECT pg_sequence_last_value('noted_seq')",
            "SELECT last_value FROM pg_sequences WHERE sequencename = 'noted_seq'",
            "SELECT pg_export_snapshot()",
            "LOCK TABLE noted IN ROW SHARE MODE",
            "PREPARE locks AS SELECT pg_advisory_xact_lock(1)",
            "DO $$ BEGIN PERFORM pg_advisory_xact_lock(1); END $$",
            "SELECT query_to_xml('SELECT pg_advisory_xact_lock(1)', true, false, '')",
            "SELECT set_config('app.tenant', 'a', false), only_reads()");

    /** The first statement of a transaction that needs no primary. */
    public static final List<List<String>> FIRST = List.of(
            List.of("SET LOCAL work_mem = '5MB'", "SHOW work_mem"),
            List.of("SET LOCAL work_mem = '5MB'; SELECT n FROM noted ORDER BY n"),
            List.of("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", "SHOW transaction_isolation"),
            List.of("SHOW work_mem"),
            List.of("SHOW ALL"),
            List.of("SELECT version() IS NOT NULL"),
            List.of("SELECT pg_backend_pid() > 0 FROM noted"),
            List.of("SELECT set_config('app.tenant', 'a', true)", "SELECT current_setting('app.tenant', true)"),
            List.of("DECLARE c CURSOR FOR SELECT n FROM noted ORDER BY n", "FETCH ALL FROM c", "CLOSE c"),
            List.of("SAVEPOINT a", "SELECT 1/0", "ROLLBACK TO SAVEPOINT a", "RELEASE SAVEPOINT a"),
            List.of("BEGIN", "SELECT n FROM noted ORDER BY n"),
            List.of("EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off, BUFFERS off) SELECT version() IS NULL"));

    private static final List<String> VARYING = List.of("SHOW ALL");

    private ReadOnlySeries() {}

    /** The outcome of each statement of a series in a transaction of its own, on a connection of its own. */
    public static List<String> outcomes(DataSource source, List<String> series) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return outcomes(connection, series);
        }
    }

    /** The outcome of each statement: its rows, or the SQLState of its error. */
    public static List<String> outcomes(Connection connection, List<String> series) throws SQLException {
        List<String> outcomes = new ArrayList<>();
        for (String sql : series) {
            outcomes.add(sql + " -> " + outcome(connection, sql));
        }
        connection.rollback();
        return outcomes;
    }

    private static String outcome(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            boolean result = statement.execute(sql);
            while (result || statement.getUpdateCount() >= 0) {
                if (result) {
                    add(statement.getResultSet(), rows);
                }
                result = statement.getMoreResults();
            }
            return VARYING.contains(sql) ? "done" : rows.toString();
        } catch (SQLException failure) {
            return String.valueOf(failure.getSQLState());
        }
    }

    private static void add(ResultSet result, List<String> rows) throws SQLException {
        while (result.next()) {
            rows.add(result.getString(1));
        }
    }
}
