package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The usual writes that begin like reads, so that a router by the first word sends them to a standby. */
class HiddenWritesTest {

    private final Classifier classifier = Statements.classifier();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t FOR UPDATE",
                "SELECT * FROM t FOR NO KEY UPDATE SKIP LOCKED",
                "SELECT * FROM (SELECT * FROM t FOR SHARE) s",
                "SELECT * FROM t FOR KEY SHARE"
            })
    void aLockingClause(String sql) {
        assertEquals(Verdict.WRITE, classifier.verdict(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH gone AS (DELETE FROM t RETURNING a) SELECT a FROM gone",
                "WITH a AS (SELECT 1), b AS MATERIALIZED (UPDATE t SET a = 1 RETURNING a) SELECT * FROM b"
            })
    void aCommonTableThatWrites(String sql) {
        assertEquals(Verdict.WRITE, classifier.verdict(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nextval('s')",
                "SELECT pg_advisory_lock(1)",
                "SELECT a FROM t WHERE a = setval('s', 1)",
                "VALUES (pg_notify('c', 'm'))"
            })
    void aFunctionThatWrites(String sql) {
        assertEquals(Verdict.WRITE, classifier.verdict(sql));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPLAIN ANALYZE DELETE FROM t", "EXPLAIN (ANALYZE) INSERT INTO t VALUES (1)"})
    void anExplanationThatRunsAWrite(String sql) {
        assertEquals(Verdict.WRITE, classifier.verdict(sql));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1; DELETE FROM t", "SELECT 1; COMMIT"})
    void aLaterStatement(String sql) {
        assertEquals(Verdict.WRITE, classifier.verdict(sql));
    }

    @Test
    void aReadStaysARead() {
        assertEquals(Verdict.READ, classifier.verdict("WITH a AS (SELECT 1) SELECT abs(1) FROM a"));
    }
}
