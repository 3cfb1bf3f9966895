package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteCauseTest {

    private final Classifier classifier = new Classifier();

    WriteCauseTest() {
        classifier.learn(Statements.catalogue());
    }

    /** Those that are noted, without those of the schema's own poisoned names. */
    private List<String> noted() {
        List<WriteCause> before = Statements.catalogue().harmfulBuiltIns();
        return classifier.causes().stream()
                .filter(cause -> !before.contains(cause))
                .map(WriteCause::toString)
                .toList();
    }

    private String cause(String sql) {
        return classifier.cause(sql).map(WriteCause::toString).orElse("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT do_write(1)                  | function do_write: public.do_write is VOLATILE",
                "((SELECT do_write(1)))              | function do_write: public.do_write is VOLATILE",
                "SELECT app.reverse(1)               | function reverse: app.reverse is VOLATILE",
                "SELECT by_default()                 | function by_default: pg_catalog.nextval is VOLATILE",
                "SELECT t.touch FROM t               | function touch: public.touch is VOLATILE",
                "SELECT 1 ### 2                      | operator ###: public.writing_plus is VOLATILE",
                "SELECT 'a'::writing_domain_too      | type writing_domain_too: public.writing_check is VOLATILE",
                "SELECT * FROM view_of_writing_view  | relation view_of_writing_view: pg_catalog.nextval is VOLATILE",
                "SELECT * FROM email_in_a_cast       | relation email_in_a_cast: public.writing_check is VOLATILE",
                "SELECT first_email('a')             | function first_email: public.writing_check is VOLATILE",
                "SELECT 'a' =~~ 'b'                  | operator =~~: public.writing_check is VOLATILE",
                "SELECT * FROM unlogged              | relation unlogged: is unlogged, foreign, or locks rows",
                "SELECT * FROM view_of_generation    | relation view_of_generation: is unlogged, foreign, or locks rows",
                "SELECT * FROM rented FOR UPDATE     | relation rented: reads the setting app.tenant",
                "SELECT * FROM seq                   | relation seq: is a sequence",
                "SELECT * FROM state_view            | relation state_view: reads pg_stat_activity, which is specific to one server",
                "SELECT cmin FROM t                  | column cmin",
                "SELECT log_cnt FROM nowhere         | not in the catalogue: nowhere",
                "SELECT nowhere(1)                   | not in the catalogue: nowhere",
                "SELECT id FROM t FOR UPDATE         | locks rows",
                "SELECT id INTO x FROM t             | makes a table by INTO",
                "WITH x AS (DELETE FROM t RETURNING id) SELECT id FROM x | changes data, or is no query",
                "SELECT 1; DELETE FROM t             | changes data, or is no query",
                "SELECT (1                           | is too long, or cannot be understood",
                "SELECT 'x                           | is too long, or cannot be understood"
            })
    void aWriteThatBeginsLikeAReadHasACause(String sql, String cause) {
        assertEquals(cause, cause(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 1", "INSERT INTO t VALUES (1)", "SELECT id FROM t", "/* tidemark: primary */ SELECT 1"})
    void aReadAndWhatBeginsLikeAWriteHaveNone(String sql) {
        assertEquals(Optional.empty(), classifier.cause(sql));
    }

    @Test
    void whatAStandbyRefusedSaysSo() {
        classifier.refused("SELECT id FROM t");
        assertEquals("was refused by a standby", cause("SELECT id FROM t"));
    }

    @Test
    void causesWithARemedyAreNotedOnceUntilTheCatalogueChanges() {
        for (int i = 0; i < 3; i++) {
            cause("SELECT do_write(" + i + ")");
            cause("SELECT nextval('seq'), " + i);
        }
        assertEquals(List.of("function do_write: public.do_write is VOLATILE"), noted());
        assertEquals(
                "If it only reads, declare it so (ALTER FUNCTION public.do_write … STABLE), or add it to"
                        + " tidemark.functions.safe.",
                classifier.cause("SELECT do_write(0)").orElseThrow().remedy().orElseThrow());
        classifier.learn(Statements.catalogue(new FunctionPolicy(FunctionNames.parse("do_write"), FunctionNames.NONE)));
        assertEquals(List.of(), noted());
    }

    @Test
    void ofSeveralCulpritsTheOneWithARemedyIsNamedAndOtherwiseTheFirstByItsText() {
        Catalogue.Function[] called = {
            new Catalogue.Function("b", "f", Catalogue.Volatility.VOLATILE),
            new Catalogue.Function("a", "f", Catalogue.Volatility.VOLATILE),
            new Catalogue.Function("c", "f", Catalogue.Volatility.VOLATILE),
            new Catalogue.Function(FunctionPolicy.SYSTEM, "nextval", Catalogue.Volatility.VOLATILE)
        };
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        for (Catalogue.Function function : called) {
            builder.function(function.schema(), "f", function);
        }
        classifier.learn(builder.build());
        assertEquals("function f: a.f is VOLATILE", cause("SELECT f()"));
    }

    @Test
    void causesAreBounded() {
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        for (int i = 0; i < 500; i++) {
            builder.function(
                    "public", "f" + i, new Catalogue.Function("public", "f" + i, Catalogue.Volatility.VOLATILE));
        }
        classifier.learn(builder.build());
        for (int i = 0; i < 500; i++) {
            cause("SELECT f" + i + "()");
        }
        assertEquals(100, classifier.causes().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "<>", "||"})
    void anOperatorOfPostgresqlThatBecomesHarmfulIsNotedAtOnce(String operator) {
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        builder.operator(operator, new Catalogue.Function("public", "c_op", Catalogue.Volatility.VOLATILE));
        classifier.learn(builder.build());
        assertEquals(List.of("operator " + operator + ": public.c_op is VOLATILE"), noted());
    }

    @Test
    void bothWaysToWriteAnOperatorHaveItsCause() {
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        builder.operator("<>", new Catalogue.Function("public", "c_op", Catalogue.Volatility.VOLATILE));
        classifier.learn(builder.build());
        assertEquals("operator <>: public.c_op is VOLATILE", cause("SELECT 1 <> 2"));
        assertEquals("operator !=: public.c_op is VOLATILE", cause("SELECT 1 != 2"));
    }

    @Test
    void aNameThatPostgresqlDoesNotHaveIsNotNotedBeforeItIsUsed() {
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        Catalogue.Function function = new Catalogue.Function("public", "c_op", Catalogue.Volatility.VOLATILE);
        builder.operator("@#@", function);
        builder.type("own_type", function);
        builder.function("public", "c_op", function);
        classifier.learn(builder.build());
        assertEquals(List.of(), noted());
        cause("SELECT 1 @#@ 2");
        assertEquals(List.of("operator @#@: public.c_op is VOLATILE"), noted());
    }

    @Test
    void soIsATypeOrAFunctionOfPostgresql() {
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        Catalogue.Function function = new Catalogue.Function("app", "lower", Catalogue.Volatility.VOLATILE);
        builder.function("app", "lower", function);
        builder.type("int4", function);
        classifier.learn(builder.build());
        assertEquals(
                List.of(
                        "function lower: app.lower is VOLATILE",
                        "type int4: app.lower is VOLATILE",
                        "type int: app.lower is VOLATILE",
                        "type integer: app.lower is VOLATILE"),
                noted());
    }
}
