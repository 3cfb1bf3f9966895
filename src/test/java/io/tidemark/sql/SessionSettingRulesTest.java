package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.sql.SessionSettings.Assignment;
import io.tidemark.sql.SessionSettings.Operand;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSettingRulesTest {

    private static SessionSettings settings(String sql) {
        return Statements.classifier().settings(sql).orElseThrow();
    }

    private static String text(Operand operand) {
        return operand.parameter() > 0
                ? "?" + operand.parameter()
                : operand.literal().orElse("none");
    }

    private static String text(Assignment assignment) {
        return text(assignment.name()) + "=" + text(assignment.value()) + " " + text(assignment.local());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SET app.tenant = 'It''s'                              | app.tenant=It's false",
                "SET SESSION App.\"Tenant\" TO Ann;                    | app.tenant=ann false",
                "SET LOCAL app.a.b = \"Ann\"                           | app.a.b=Ann true",
                "SET app.tenant = 42                                   | app.tenant=42 false",
                "SET app.tenant = 123456789                            | app.tenant=123456789 false",
                "SET app.tenant = DEFAULT                              | app.tenant=none false",
                "RESET app.tenant                                      | app.tenant=none false",
                "SELECT set_config('App.Tenant', '', true)             | app.tenant= true",
                "/* why */ select pg_catalog.set_config('a.b', null, false) | a.b=none false",
                "SELECT set_config(?, ?::text, ?)                      | ?1=?2 ?3",
                "SELECT set_config('a.b', CAST(? AS text), true) AS b  | a.b=?1 true",
                "SELECT set_config('a.b', ?, true), set_config('a.c', ?, ?::bool) c | a.b=?1 true, a.c=?2 ?3"
            })
    void whatATextSetsIsKnown(String sql, String expected) {
        SessionSettings settings = settings(sql);
        assertTrue(settings.sets());
        Set<String> literals = settings.assignments().stream()
                .flatMap(assignment -> assignment.name().literal().stream())
                .collect(Collectors.toSet());
        assertEquals(literals, settings.names());
        assertEquals(
                expected,
                settings.assignments().stream()
                        .map(SessionSettingRulesTest::text)
                        .collect(Collectors.joining(", ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_config('a.b', 'c' || 'd', true)",
                "SELECT set_config('a.b', E'c', true)",
                "SELECT set_config('a.b', $$c$$, true)",
                "SELECT set_config('a.b', ?::int::text, true)",
                "SELECT set_config('a.b', 'c', true) FROM t",
                "SELECT set_config('a.b', 'c', true) UNION SELECT 'd'"
            })
    void aValueThatCannotBeToldIsNotKnown(String sql) {
        SessionSettings settings = settings(sql);
        assertTrue(settings.sets());
        assertEquals(List.of(), settings.assignments());
        assertEquals(Set.of("a.b"), settings.names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET app.tenant = 042",
                "SET app.tenant = 1234567890",
                "SET app.tenant = 1e3",
                "SET app.tenant = -1",
                "SET app.tenant = E'a'",
                "SET app.tenant FROM CURRENT",
                "SET app.tenant = 'a'; SELECT 1",
                "SET work_mem = '1MB'",
                "RESET ALL",
                "SELECT current_setting('a.b') FROM view_of_sequence",
                "SELECT current_setting('a.b') FROM view_of_generation",
                "SELECT set_config('search_path', ?, true)",
                "SELECT set_config(lower('A.B'), 'c', true)",
                "UPDATE t SET a = 1 WHERE set_config('a.b', 'c', true) = 'c'"
            })
    void everythingElseIsAWrite(String sql) {
        assertEquals(Verdict.WRITE, Statements.classifier().verdict(sql));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT current_setting('App.Tenant')             | app.tenant",
                "SHOW app.tenant                                  | app.tenant",
                "SELECT * FROM rented, view_of_tenant             | app.tenant",
                "SELECT tenant(), current_setting('a.b', true)    | a.b app.tenant",
                "SELECT current_setting('work_mem')               | *",
                "SELECT current_setting(?)                        | *",
                "SELECT current_setting('.a')                     | *",
                "SELECT computed_setting(), tenant()              | * app.tenant"
            })
    void whatATextReadsIsKnown(String sql, String expected) {
        SessionSettings settings = settings(sql);
        assertEquals(Verdict.READ_OF_SETTINGS, Statements.classifier().verdict(sql));
        assertEquals(expected, settings.read().stream().sorted().collect(Collectors.joining(" ")));
    }

    private static Catalogue.Function ofSystem(String name, Catalogue.Volatility volatility) {
        return new Catalogue.Function(FunctionPolicy.SYSTEM, name, volatility);
    }

    @Test
    void aViewReadsTheSettingsOfAllBehindIt() {
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        builder.function(
                FunctionPolicy.SYSTEM,
                SettingNames.CURRENT_SETTING,
                ofSystem(SettingNames.CURRENT_SETTING, Catalogue.Volatility.STABLE));
        builder.function(
                FunctionPolicy.SYSTEM,
                SetConfigCalls.NAME,
                ofSystem(SetConfigCalls.NAME, Catalogue.Volatility.VOLATILE));
        List.of("one", "two", "three", "four").forEach(builder::relation);
        builder.relation("one", Set.of("a.b"));
        builder.view("two", "one");
        builder.view("three", "two");
        builder.relation("three", Set.of("c.d"));
        builder.view("four", "three");
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        assertEquals(
                Set.of("a.b", "c.d"),
                classifier.settings("SELECT 1 FROM four").orElseThrow().read());
        assertEquals(
                Set.of("a.b"),
                classifier.settings("SELECT 1 FROM two").orElseThrow().read());
    }

    @ParameterizedTest
    @CsvSource({"own_tenant, STABLE, READ_OF_SETTINGS", "own_tenant, VOLATILE, WRITE", "email, STABLE, WRITE"})
    void aFunctionThatReadsASettingAndIsCalledLikeAColumnIsKnown(
            String name, Catalogue.Volatility volatility, Verdict verdict) {
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        builder.function(
                "public",
                name,
                new Catalogue.Function("public", name, volatility, "", "depends on a.b", Set.of("a.b")));
        builder.attribute(name);
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        assertEquals(verdict, classifier.verdict("SELECT t." + name + " FROM t"));
    }

    @Test
    void aFunctionWithCurrentSettingInTheDefaultOfAnArgumentIsAWrite() {
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        builder.function(
                "public",
                "by_setting",
                new Catalogue.Function(
                        FunctionPolicy.SYSTEM, SettingNames.CURRENT_SETTING, Catalogue.Volatility.STABLE));
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT by_setting()"));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT by_setting(), current_setting('a.b')"));
    }

    @Test
    void aReadOfASettingAndAnUnknownRelationAsksForANewCatalogue() {
        AtomicInteger asked = new AtomicInteger();
        Classifier classifier = Statements.classifier();
        classifier.onUnknownName(asked::incrementAndGet);
        assertEquals(Verdict.READ_OF_SETTINGS, classifier.verdict("SELECT current_setting('a.b') FROM t"));
        assertEquals(0, asked.get());
        assertEquals(Verdict.READ_OF_SETTINGS, classifier.verdict("SELECT current_setting('a.b') FROM made_since"));
        assertEquals(1, asked.get());
    }

    @Test
    void aReadOfASettingMayAskForTheTime() {
        assertTrue(settings("SELECT now(), current_setting('a.b')").byClock());
    }

    @Test
    void theHintCountsForMore() {
        assertEquals(
                Verdict.READ_ON_PRIMARY,
                Statements.classifier().verdict("/* tidemark: primary */ SELECT current_setting('a.b')"));
    }

    @Test
    void aFunctionOfTheSameNameMayDoAnything() {
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        builder.function(
                "public", "set_config", new Catalogue.Function("public", "set_config", Catalogue.Volatility.STABLE));
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT set_config('a.b', 'c', true)"));
    }
}
