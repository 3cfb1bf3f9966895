package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The effect of a text in a read-only transaction on a standby, and the texts that may begin one there. */
class StandbyRulesTest {

    private final Classifier classifier = new Classifier();

    StandbyRulesTest() {
        classifier.learn(Statements.catalogue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "FAITHFUL | ` `",
                "FAITHFUL | INSERT INTO t VALUES (1)",
                "FAITHFUL | SELECT do_write(1)",
                "FAITHFUL | SELECT nextval('seq')",
                "FAITHFUL | SELECT last_value(a) OVER (ORDER BY a), do_write(1) FROM t",
                "FAITHFUL | SELECT 'pg_advisory_lock(1)', do_write(1)",
                "FAITHFUL | SELECT case when true then 1 end, do_write(1)",
                "FAITHFUL | SET LOCAL work_mem = '1MB'; SELECT do_write(1)",
                "FAITHFUL | SET LOCAL work_mem = ?",
                "FAITHFUL | SET TRANSACTION READ ONLY",
                "FAITHFUL | SELECT set_config('a.b', ?, true), set_config('c.d', 'e', true)",
                "FAITHFUL | ROLLBACK TO SAVEPOINT a",
                "FAITHFUL | ROLLBACK WORK TO a",
                "FAITHFUL | COPY t TO STDOUT",
                "FAITHFUL | LOCK TABLE t IN ACCESS SHARE MODE",
                "FAITHFUL | LOCK TABLE t",
                "FAITHFUL | SHOW transaction_read_only",
                "FAITHFUL | SELECT current_setting('transaction_read_only')",
                "FAITHFUL | DO 'BEGIN PERFORM 1; END'",
                "FAITHFUL | SELECT * FROM unlogged",
                "FAITHFUL | {call do_read(?)}",
                "FAITHFUL | SELECT a AS set, current_setting('transaction_read_only') FROM t",
                "FAITHFUL | SELECT 'pg_temp', do_write(1)",
                "FAITHFUL | SELECT a AS do, 'pg_advisory_lock(1)', do_write(1) FROM t",
                "FAITHFUL | SELECT last_value, do_write(1) FROM t",
                "SETTING  | SET work_mem = '1MB'",
                "SETTING  | SET SESSION work_mem = '1MB'; RESET ALL",
                "SETTING  | SET ROLE NONE",
                "SETTING  | SELECT set_config('a.b', 'c', false)",
                "SETTING  | SELECT pg_catalog.set_config('a.b', 'c', false)",
                "COMMIT   | COMMIT",
                "COMMIT   | /* a */ end transaction",
                "COMMIT   | BEGIN; SELECT 1; COMMIT;",
                "COMMIT   | COMMIT AND CHAIN",
                "ROLLBACK | ROLLBACK",
                "ROLLBACK | ABORT WORK",
                "WRONG    | COMMIT; SELECT 1",
                "WRONG    | ROLLBACK; ROLLBACK",
                "WRONG    | SET work_mem = '1MB'; COMMIT",
                "WRONG    | SELECT do_write(1); SET work_mem = '1MB'",
                "WRONG    | SET work_mem = '1MB'; SELECT do_write(1)",
                "WRONG    | SELECT set_config('a.b', ?, false)",
                "WRONG    | SELECT set_config('a.b', 'c', a) FROM t",
                "WRONG    | SELECT set_config('a.b', 'c', false), do_write(1)",
                "WRONG    | SELECT set_config('transaction_read_only', 'off', true)",
                "WRONG    | SET LOCAL transaction_read_only = off",
                "WRONG    | SET TRANSACTION READ WRITE",
                "WRONG    | SET TRANSACTION SNAPSHOT '00000003-0000001B-1'",
                "WRONG    | BEGIN READ WRITE",
                "WRONG    | SET search_path = pg_temp, public",
                "WRONG    | SET LOCAL search_path TO 'PG_TEMP'",
                "WRONG    | SELECT set_config('search_path', 'pg_temp', true)",
                "WRONG    | SELECT pg_advisory_lock(1)",
                "WRONG    | SELECT PG_CATALOG . \"pg_try_advisory_xact_lock_shared\" (1)",
                "WRONG    | PREPARE p AS SELECT pg_advisory_lock(1)",
                "WRONG    | DO 'BEGIN PERFORM pg_ADVISORY_lock(1); END'",
                "WRONG    | SELECT query_to_xml('SELECT last_value FROM seq', true, false, '')",
                "WRONG    | SELECT 1; DO 'BEGIN PERFORM pg_advisory_lock(1); END'",
                "WRONG    | SET work_mem = ?",
                "WRONG    | SHOW work_mem; SET LOCAL transaction_read_only = off",
                "WRONG    | SELECT last_value FROM seq",
                "WRONG    | SELECT last_value FROM made_since",
                "WRONG    | COPY seq TO STDOUT",
                "WRONG    | COPY made_since (last_value) TO STDOUT",
                "WRONG    | SELECT * FROM seq",
                "WRONG    | SELECT * FROM view_of_sequence",
                "WRONG    | SELECT * FROM pg_sequences",
                "WRONG    | SELECT pg_export_snapshot()",
                "WRONG    | SELECT pg_terminate_backend(1)",
                "WRONG    | COPY t TO '/tmp/t'",
                "WRONG    | COPY t TO PROGRAM 'cat'",
                "WRONG    | LOCK TABLE t IN ROW EXCLUSIVE MODE",
                "WRONG    | CHECKPOINT",
                "WRONG    | SELECT 'a",
                "WRONG    | -- nothing",
                "WRONG    | SELECT 'a\\', pg_advisory_lock(1), '",
                "WRONG    | SELECT 'a\\'', pg_advisory_lock(1) --'"
            })
    void eachTextHasItsEffect(StandbyEffect effect, String sql) {
        assertEquals(effect, classifier.onStandby(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET LOCAL work_mem = '1MB'",
                "SET LOCAL work_mem = '1MB'; SELECT a FROM t",
                "SHOW work_mem",
                "SHOW work_mem;",
                "SELECT version(), 'a\\b'",
                "SELECT version(), pg_backend_pid(), pg_catalog.current_setting('a.b', true)",
                "SELECT set_config('a.b', 'c', true)",
                "SAVEPOINT a",
                "DECLARE c SCROLL CURSOR FOR SELECT a FROM t FOR READ ONLY",
                "EXPLAIN ANALYZE SELECT version()",
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
                "START TRANSACTION READ ONLY",
                "COMMIT"
            })
    void aTransactionMayBeginOnAStandbyWithWhatChangesNothing(String sql) {
        assertNotEquals(Verdict.READ, classifier.verdict(sql));
        assertTrue(classifier.mayBegin(sql));
        classifier.refused(sql);
        assertFalse(classifier.mayBegin(sql), "a standby refused it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SET work_mem = '1MB'",
                "SET SESSION work_mem = '1MB'",
                "SET TRANSACTION READ WRITE",
                "SET LOCAL transaction_read_only = off",
                "SET TRANSACTION SNAPSHOT '00000003-0000001B-1'",
                "SELECT set_config('a.b', 'c', false)",
                "SELECT set_config('a.b', 'c', a > 1) FROM t",
                "SELECT do_write(1)",
                "SELECT version(), do_write(1)",
                "SELECT pg_is_in_recovery()",
                "SELECT pg_advisory_xact_lock(1)",
                "SELECT nextval('seq')",
                "SELECT * FROM seq",
                "SHOW work_mem; DELETE FROM t",
                "SHOW work_mem; SELECT do_write(1)",
                "COMMIT; SELECT version()",
                "DECLARE c CURSOR FOR SELECT a FROM t FOR UPDATE",
                "DECLARE c CURSOR FOR SELECT do_write(1)",
                "DECLARE c CURSOR WITH HOLD FOR SELECT a FROM t",
                "PREPARE p AS SELECT 1",
                "EXPLAIN ANALYZE DELETE FROM t",
                "LOCK TABLE t IN ACCESS SHARE MODE",
                "INSERT INTO t VALUES (1)",
                "(SELECT do_write(1))",
                "SELECT version(), app.reverse(1)",
                "SELECT version(), 'a\\'', do_write(1) --'",
                "/* tidemark: primary */ SHOW work_mem",
                "SELECT set_config('a.b', 'c\\', true), do_write(1), set_config('a.b', ', true)"
            })
    void noneBeginsThereWithWhatMayWriteOrOutlastsIt(String sql) {
        assertFalse(classifier.mayBegin(sql));
    }

    @Test
    void aLongTextBeginsOnThePrimaryAndCanBeRunInATransactionOnAStandby() {
        String longest = "SHOW work_mem; SELECT " + "1".repeat(64 * 1024 - 22);
        assertTrue(classifier.mayBegin(longest));
        String sql = longest + "1";
        assertFalse(classifier.mayBegin(sql));
        assertEquals(StandbyEffect.FAITHFUL, classifier.onStandby(sql));
    }

    @Test
    void noProvableReadIsWrongOnAStandbyAndEachMayBegin() {
        for (String sql : Statements.of(Verdict.READ)) {
            assertEquals(StandbyEffect.FAITHFUL, classifier.onStandby(sql), sql);
            assertTrue(classifier.mayBegin(sql), sql);
        }
        for (String sql : Statements.of(Verdict.READ_BY_CLOCK)) {
            assertTrue(classifier.mayBegin(sql), sql);
        }
    }

    @Test
    void withoutTheCatalogueATransactionBeginsThereOnlyWithWhatNamesNothing() {
        assertTrue(new Classifier().mayBegin("SHOW work_mem"));
        assertFalse(new Classifier().mayBegin("SELECT a FROM t"));
    }

    @Test
    void noTransactionBeginsWithWhatOnlyTheCatalogueKnowsToBeHarmful() {
        for (Statements.Line line : Statements.all()) {
            if (line.verdict() == Verdict.WRITE && line.is("hidden")) {
                assertFalse(classifier.mayBegin(line.sql()), line.sql());
            }
        }
    }

    @Test
    void withoutTheCatalogueAColumnOfSequencesMayBeThatOfASequence() {
        assertEquals(StandbyEffect.WRONG, new Classifier().onStandby("SELECT last_value FROM t"));
        assertEquals(StandbyEffect.FAITHFUL, new Classifier().onStandby("SELECT a FROM t"));
    }
}
