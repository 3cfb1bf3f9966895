package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {

    private static Verdict verdict(FunctionPolicy policy, String sql) {
        Classifier classifier = new Classifier();
        classifier.learn(Statements.catalogue(policy));
        return classifier.verdict(sql);
    }

    private static FunctionPolicy policy(String safe, String unsafe) {
        return new FunctionPolicy(FunctionNames.parse(safe), FunctionNames.parse(unsafe));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "do_write             |             | SELECT do_write(1)            | READ_BY_CLOCK",
                "public.do_write      |             | SELECT DO_WRITE(1)            | READ_BY_CLOCK",
                "app.do_write         |             | SELECT do_write(1)            | WRITE",
                "twice                |             | SELECT twice(1)               | READ_BY_CLOCK",
                "                     | do_read     | SELECT do_read(1)             | WRITE",
                "                     | app.do_read | SELECT public.do_read(1)      | READ_BY_CLOCK",
                "                     | app.do_read | SELECT app.do_read(1)         | WRITE",
                "                     | app.do_read | SELECT do_read(1)             | WRITE",
                "do_read              | do_read     | SELECT do_read(1)             | WRITE",
                "age                  |             | SELECT age(q) FROM t          | READ_BY_CLOCK",
                "                     | random      | SELECT random()               | WRITE",
                "writing_plus         |             | SELECT 1 ### 2                | READ_BY_CLOCK",
                "writing_check        |             | SELECT 'a'::writing_domain    | READ_BY_CLOCK",
                "touch, do_write      |             | SELECT t.touch FROM t         | READ_BY_CLOCK",
                "                     | full_name   | SELECT t.full_name FROM t     | WRITE",
                "                     | adding_transition | SELECT 1 %%% 2          | WRITE",
                "set_config           |             | SELECT set_config('a','b',false) | WRITE",
                "pg_advisory_lock     |             | SELECT pg_advisory_lock(1)    | WRITE",
                "nextval              |             | SELECT nextval('seq')         | WRITE"
            })
    void settingsSayMoreThanTheCatalogueButNotOfWhatAStandbyRunsWrongly(
            String safe, String unsafe, String sql, Verdict verdict) {
        assertEquals(verdict, verdict(policy(safe == null ? "" : safe, unsafe == null ? "" : unsafe), sql));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=   | SELECT 1 FROM t WHERE a IN (1, 2)",
                "<>  | SELECT 1 FROM t WHERE a NOT IN (SELECT b FROM t)",
                "=   | SELECT NULLIF(a, b) FROM t",
                "=   | SELECT CASE a WHEN 1 THEN 2 END FROM t",
                "=   | SELECT 1 FROM t WHERE a IS DISTINCT FROM b",
                "=   | SELECT 1 FROM t WHERE a IS NOT DISTINCT FROM b",
                "=   | SELECT 1 FROM t JOIN s.t x USING (a)",
                "=   | SELECT 1 FROM t NATURAL JOIN u",
                "~~  | SELECT 1 FROM t WHERE c LIKE 'x'",
                "!~~ | SELECT 1 FROM t WHERE c NOT LIKE 'x'",
                "~~* | SELECT 1 FROM t WHERE c ILIKE 'x'",
                "!~~*| SELECT 1 FROM t WHERE c NOT ILIKE 'x'",
                "~   | SELECT 1 FROM t WHERE c SIMILAR TO 'x'",
                "!~  | SELECT 1 FROM t WHERE c NOT SIMILAR TO 'x'",
                ">=  | SELECT 1 FROM t WHERE a BETWEEN 1 AND 2",
                "<=  | SELECT 1 FROM t WHERE a BETWEEN SYMMETRIC 1 AND 2",
                "<   | SELECT 1 FROM t WHERE a NOT BETWEEN 1 AND 2",
                ">   | SELECT 1 FROM t WHERE a NOT BETWEEN 1 AND 2"
            })
    void anOperatorThatAWordOfTheGrammarCallsCountsAsIfItWereWritten(String operator, String sql) {
        assertEquals(Verdict.READ, verdict(FunctionPolicy.PLAIN, sql));
        for (Catalogue.Volatility volatility : List.of(Catalogue.Volatility.VOLATILE, Catalogue.Volatility.STABLE)) {
            CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
            builder.operator(operator, new Catalogue.Function("public", "own", volatility));
            Classifier classifier = new Classifier();
            classifier.learn(builder.build());
            boolean writes = volatility == Catalogue.Volatility.VOLATILE;
            assertEquals(writes ? Verdict.WRITE : Verdict.READ_BY_CLOCK, classifier.verdict(sql));
        }
    }

    @Test
    void aRelationThatIsNotInTheCatalogueMayBeASequenceUntilItIsReadAgain() {
        AtomicInteger asked = new AtomicInteger();
        Classifier classifier = new Classifier();
        classifier.learn(Statements.catalogue());
        classifier.onUnknownName(asked::incrementAndGet);
        assertEquals(Verdict.READ, classifier.verdict("SELECT * FROM made_since"));
        assertEquals(1, asked.get());
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT last_value FROM made_since"));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT last_value FROM made_since"));
        assertEquals(3, asked.get(), "what is unknown is asked for each time");
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT max(last_value) FROM made_since"));
        assertEquals(Verdict.READ, classifier.verdict("SELECT last_value(a) OVER () FROM made_since"));
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        builder.relation("made_since");
        classifier.learn(builder.build());
        assertEquals(Verdict.READ, classifier.verdict("SELECT last_value FROM made_since"));
        assertEquals(5, asked.get());
    }

    @Test
    void anOwnFunctionBesideAHarmlessOverloadOfPostgresqlCounts() {
        String sql = "SELECT age(g, g) FROM t";
        assertEquals(Verdict.READ_BY_CLOCK, verdict(FunctionPolicy.PLAIN, sql));
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        builder.function("public", "age", new Catalogue.Function("public", "age", Catalogue.Volatility.VOLATILE));
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        assertEquals(Verdict.WRITE, classifier.verdict(sql));
        assertFalse(classifier.mayBegin(sql));
    }

    @Test
    void aCommonTableIsNoRelationThatIsMissing() {
        AtomicInteger asked = new AtomicInteger();
        Classifier classifier = Statements.classifier();
        classifier.onUnknownName(asked::incrementAndGet);
        String sql = "WITH x AS (SELECT id AS last_value FROM t) SELECT last_value FROM x";
        assertEquals(Verdict.READ, classifier.verdict(sql));
        assertEquals(0, asked.get());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT double precision '1'          | WRITE",
                "SELECT a::double precision FROM t    | WRITE",
                "SELECT t.\"double\", \"float\" FROM t | READ",
                "SELECT a AS real FROM t              | READ"
            })
    void aTypeOfSeveralWordsCountsByItsFirstWordWithoutQuotes(String sql, Verdict verdict) {
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        builder.type("float8", new Catalogue.Function("public", "own", Catalogue.Volatility.VOLATILE));
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        assertEquals(verdict, classifier.verdict(sql));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 @@@ 2 FROM plain          | none",
                "SELECT 'a'::kind FROM plain        | none",
                "SELECT 1 @@@ 2 FROM holder         | operator @@@: public.own is VOLATILE",
                "SELECT 'a'::kind FROM \"holder\" | type kind: public.own is VOLATILE",
                "SELECT 1 -> 2 @@@ 3 FROM plain     | operator @@@: public.own is VOLATILE",
                "SELECT 1 ?~ 2 @@@ 3 FROM plain     | operator @@@: public.own is VOLATILE",
                "SELECT 1 OPERATOR(public.@@@) 2    | operator @@@: public.own is VOLATILE",
                "SELECT 'holder'::kind FROM plain   | none"
            })
    void anOperatorOrCastOfAnOwnTypeCountsWhereAValueOfTheTypeCanComeFrom(String sql, String cause) {
        Catalogue.Function harmless = new Catalogue.Function("pg_catalog", "own", Catalogue.Volatility.IMMUTABLE);
        Catalogue.Function harmful = new Catalogue.Function("public", "own", Catalogue.Volatility.VOLATILE);
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        List.of("plain", "holder").forEach(builder::relation);
        List.of("holder", "->", "?~").forEach(builder::carrier);
        List.of("@@@", "->", "~").forEach(operator -> builder.operator(operator, harmless));
        builder.type("kind", harmless);
        if (sql.contains("kind")) {
            builder.castOfCarried("kind", harmful);
        } else {
            builder.operatorOfCarried("@@@", harmful);
        }
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        assertEquals(cause, classifier.cause(sql).map(WriteCause::toString).orElse("none"));
        assertEquals("none".equals(cause) ? Verdict.READ : Verdict.WRITE, classifier.verdict(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a'::moment",
                "SELECT of_moment('a')",
                "SELECT 'a' @@@ 'b'",
                "SELECT 1 FROM moments",
                "SELECT 1 FROM all_moments"
            })
    void whatConvertsToATypeThatAsksForTheTimeAsksForIt(String sql) {
        Catalogue.Function harmless = new Catalogue.Function("public", "own", Catalogue.Volatility.IMMUTABLE);
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        builder.type("moment", harmless);
        builder.function("public", "of_moment", harmless);
        builder.operator("@@@", harmless);
        builder.relation("moments");
        builder.relation("all_moments");
        builder.view("all_moments", "moments");
        builder.clockType("past");
        builder.typeConverts("moment", "past");
        builder.functionConverts("public", "of_moment", "moment");
        builder.operatorConverts("@@@", "moment");
        builder.relationConverts("moments", "moment");
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        assertEquals(Verdict.READ_BY_CLOCK, classifier.verdict(sql));
    }

    @Test
    void namesAreFoldedUnlessTheyAreInQuotes() {
        assertEquals(FunctionNames.parse("audit, app.rate"), FunctionNames.parse(" AUDIT,\"app\" . Rate "));
        assertNotEquals(FunctionNames.parse("rate"), FunctionNames.parse("\"Rate\""));
        assertNotEquals(FunctionNames.parse("a.b"), FunctionNames.parse("\"a.b\""));
        assertEquals(FunctionNames.NONE, FunctionNames.parse(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "a,", ",a", "a b", "a.", ".a", "a.b.c", "a()", "'a'", "1", "a;b", "\"a", "a,,b"})
    void whatIsNoListOfNamesIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> FunctionNames.parse(text));
    }

    @Test
    void aNewCatalogueForgetsVerdictsTheSameOneDoesNot() {
        Classifier classifier = Statements.classifier();
        assertEquals(Verdict.READ_BY_CLOCK, classifier.verdict("SELECT do_read(1)"));
        classifier.learn(Statements.catalogue());
        assertEquals(1, classifier.kept(), "the same catalogue");
        classifier.learn(Statements.catalogue(policy("", "do_read")));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT do_read(1)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1                 | WRITE",
                "SELECT id FROM t         | WRITE",
                "SELECT do_read(1)        | READ_BY_CLOCK",
                "SELECT \"do_read\"(a) FROM t | READ_BY_CLOCK",
                "SELECT 1 %%% 2           | READ",
                "SELECT t.full_name FROM t | READ_BY_CLOCK"
            })
    void whatARefusalTaughtIsForgottenWhereANameChangesThatIsInTheText(String sql, Verdict afterwards) {
        Classifier classifier = new Classifier();
        classifier.learn(Statements.catalogue(policy("", "do_read, full_name, adding_transition")));
        classifier.refused(sql);
        classifier.refusedForNow(sql + " ");
        classifier.learn(Statements.catalogue());
        assertEquals(afterwards, classifier.verdict(sql));
        assertEquals(afterwards, classifier.verdict(sql + " "));
    }

    @Test
    void theDifferencesOfTwoCataloguesAreTheNamesOfWhichTheySaySomethingElse() {
        Catalogue one = Statements.catalogue();
        Catalogue other = Statements.catalogue(policy("", "do_read, float84ne"));
        assertEquals(Set.of(), one.differences(Statements.catalogue()));
        assertEquals(Set.of("do_read", "<>", "!="), one.differences(other));
        assertEquals(one.differences(other), other.differences(one));
    }
}
