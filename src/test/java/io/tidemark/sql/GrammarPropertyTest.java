package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.time.Ticker;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests properties of {@code Classifier} for generated queries. The seed is fixed, and part of each message. */
@Tag("unmutated")
class GrammarPropertyTest {

    private static final long SEED = 20_260_202;
    private static final int TRIES = 5_000;

    private final Random random = new Random(SEED);
    private final Grammar grammar = new Grammar(random);
    private final Classifier classifier = knowing(new Classifier(Ticker.SYSTEM, 0));

    private static Classifier knowing(Classifier classifier) {
        classifier.learn(Statements.catalogue());
        return classifier;
    }

    @BeforeEach
    void learn() {
        classifier.learn(Statements.catalogue());
    }

    private static String told(String sql) {
        return "seed " + SEED + ": " + sql;
    }

    @Test
    void everyGeneratedQueryIsARead() {
        for (int i = 0; i < TRIES; i++) {
            String sql = grammar.query(4);
            assertNotEquals(Verdict.WRITE, classifier.verdict(sql), told(sql));
        }
    }

    @Test
    void aFunctionInItThatIsReplacedByOneThatWritesMakesAWrite() {
        List<String> functions =
                List.of("abs", "lower", "coalesce", "pg_catalog.abs", "\"abs\"", "do_read", "app.twice");
        int replaced = 0;
        for (int i = 0; i < TRIES; i++) {
            String sql = grammar.query(4);
            for (String function : functions) {
                String call = function + "(";
                int at = sql.indexOf(call);
                if (at > 0 && " (,=|+*-<>".indexOf(sql.charAt(at - 1)) >= 0) {
                    for (String writing : List.of("do_write(", "nextval/**/(", "\"do_write\" (", "app.reverse\n(")) {
                        String changed = sql.substring(0, at) + writing + sql.substring(at + call.length());
                        assertEquals(Verdict.WRITE, classifier.verdict(changed), told(changed));
                        replaced++;
                    }
                }
            }
        }
        assertTrue(replaced > TRIES, replaced + " replaced");
    }

    @Test
    void aLockBehindItOrAWriteInItsCommonTableMakesAWrite() {
        for (int i = 0; i < TRIES; i++) {
            String sql = grammar.query(3);
            for (String changed : List.of(
                    sql + " FOR UPDATE",
                    sql + "\nfor/**/no key update",
                    sql + "; DELETE FROM t",
                    "WITH w AS (DELETE FROM t RETURNING a) " + sql,
                    "WITH w AS (" + sql + ") UPDATE t SET a = 1",
                    "EXPLAIN ANALYZE WITH w AS (" + sql + ") DELETE FROM t",
                    "CREATE TABLE n AS " + sql,
                    "SELECT 1 WHERE 1 IN (" + sql + ") AND 1 ### 2")) {
                assertEquals(Verdict.WRITE, classifier.verdict(changed), told(changed));
            }
        }
    }

    @Test
    void aMutatedTextNeverThrowsAndYieldsNoMoreTokensThanCharacters() {
        List<Statements.Line> lines = Statements.all();
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text =
                    new StringBuilder(lines.get(random.nextInt(lines.size())).sql());
            for (int n = random.nextInt(4); n >= 0 && !text.isEmpty(); n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "'\"$(){};?\\/*-\n".charAt(random.nextInt(14)));
                    case 2 -> text.setLength(at);
                    default ->
                        text.append(lines.get(random.nextInt(lines.size())).sql());
                }
            }
            String sql = text.toString();
            assertTrue(Lexer.tokens(sql).size() <= sql.length(), told(sql));
            // Closing parentheses are made up for where a text is cut.
            assertTrue(Lexer.tokensIfBackslashesEscape(sql).size() <= 2 * sql.length(), told(sql));
            classifier.verdict(sql);
        }
    }
}
