package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PERFORM PG_ADVISORY_XACT_LOCK (1);      | pg_advisory_xact_lock",
                "EXECUTE 'SELECT pg_advisory_lock(1)'    | pg_advisory_lock",
                "SELECT count(*) FROM pg_stat_activity   | pg_stat_activity",
                "SELECT version()                        | version",
                "SELECT nextval('s')                     | nextval"
            })
    void aNameThatAStandbyAnswersOtherwiseIsFound(String source, String name) {
        assertEquals(Set.of(name), FunctionBody.of(source).harmful());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT current_setting('a.b')            | a.b",
                "SELECT \"current_setting\" ('App.B', true) | app.b",
                "RETURN pg_catalog.current_setting( 'a.b' )| a.b",
                "SELECT current_setting(concat('a.', b))  | *",
                "SELECT current_setting($1)               | *",
                "SELECT current_setting('work_mem')       | *",
                "EXECUTE 'SELECT current_setting(''a.b'')' | *"
            })
    void aSettingOfTheSessionIsFound(String source, String setting) {
        FunctionBody body = FunctionBody.of(source);
        assertEquals(Set.of(setting), body.settings());
        assertEquals(Set.of(), body.harmful());
    }

    @Test
    void aColumnWithTheNameOfAFunctionIsNone() {
        FunctionBody body =
                FunctionBody.of("SELECT t.version, version, age(t.born) FROM \"app\" . \"t\" JOIN app.u ON true");
        assertEquals(Set.of(), body.harmful());
        assertEquals(Set.of("age"), body.calls());
        assertEquals(Set.of("t", "u"), body.reads());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1 FROM a, b c, ONLY d            | a b d",
                "SELECT 1 FROM ONLY (a), LATERAL b       | a b",
                "SELECT 1 FROM (a CROSS JOIN b), c       | a b c",
                "SELECT 1 FROM a WHERE x IN (y, z)       | a",
                "SELECT 1 FROM a GROUP BY b, c           | a",
                "SELECT f(x, y) FROM a                   | a",
                "SELECT 1 FROM (SELECT x, y FROM a) b, c | select a c",
                "SELECT count(*) FROM a x; RETURN y, z   | a",
                "SELECT ARRAY(TABLE a)                   | a",
                "SELECT extract(epoch FROM a) FROM b     | b",
                "SELECT a IS DISTINCT FROM b FROM c      | c",
                "SELECT 1 FROM \"A b\", \"c\".\"D\"       | A_b a D d",
                "SELECT 1 FROM \"a b\".c                 | c",
                "FOR r IN SELECT 1 FROM a LOOP x, y      | a",
                "EXECUTE 'SELECT 1 FROM a, b'            | a b"
            })
    void relationsAreFound(String source, String relations) {
        Set<String> expected = new HashSet<>();
        for (String relation : relations.split(" ", -1)) {
            expected.add(relation.replace('_', ' '));
        }
        assertEquals(expected, FunctionBody.of(source).reads());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT $1::email                 | email",
                "SELECT $1 :: app.email           | app email",
                "SELECT CAST(a AS \"E mail\")     | E_mail e",
                "DECLARE x email; BEGIN           | email",
                "DECLARE x email := 'a'; BEGIN    | email",
                "DECLARE x email DEFAULT 'a';     | email",
                "DECLARE x email NOT NULL := 'a'; | email",
                "DECLARE x email[];               | email",
                "DECLARE x a.b%TYPE;              | a b",
                "DECLARE x a%ROWTYPE;             | a"
            })
    void typesAreFound(String source, String types) {
        Set<String> expected = new HashSet<>();
        for (String type : types.split(" ", -1)) {
            expected.add(type.replace('_', ' '));
        }
        assertEquals(expected, FunctionBody.of(source).types());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETURN email;", "SELECT a.email, email FROM t WHERE email = b AND email NOT LIKE c"})
    void aColumnIsNoType(String source) {
        assertEquals(Set.of(), FunctionBody.of(source).types());
    }

    @Test
    void operatorsAreFound() {
        // A question mark is read as a parameter, too.
        assertEquals(
                Set.of("=", "#+#", "?|", "|", "-", "||"),
                FunctionBody.of("a = b #+# c ?| d || -e").operators());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 -- version()",
                "SELECT 1 /* version() /* version() */ version() */",
                "SELECT '--', \"/*\" -- version()",
                "SELECT $a$ ' -- $a$, $1, a$b$ /* version() */"
            })
    void aCommentIsNotScanned(String source) {
        assertEquals(Set.of(), FunctionBody.of(source).harmful());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT version/**/()",
                "SELECT version -- ()\n ()",
                "SELECT '-- ' || version()",
                "EXECUTE 'SELECT 1 -- version()'",
                "SELECT '\\' -- ' version()",
                "SELECT 1 /* version()",
                "SELECT \"--\" + version()",
                "SELECT $a$ -- $a$ || version()",
                "SELECT 1 - version(), 2 / version()"
            })
    void whatMayBeNoCommentIsScanned(String source) {
        assertEquals(Set.of("version"), FunctionBody.of(source).harmful());
    }

    @Test
    void aNameBehindADotMayBeAFunction() {
        FunctionBody body = FunctionBody.of("SELECT t1.f, v . \"G h\", \"t\".\"i\", app.j(1), k FROM t");
        assertEquals(Set.of("f", "G h", "g", "i"), body.attributes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(v).f", "(t.v) . \"f\"", "(a)[1].f", "$1.f", "$12 .f"})
    void anAttributeOfAValueIsACall(String source) {
        assertEquals(Set.of("f"), FunctionBody.of("1 + " + source).calls());
    }

    @Test
    void aHarmfulFunctionMayBeWrittenAsAnAttribute() {
        assertEquals(
                Set.of("nextval"),
                FunctionBody.of("SELECT ('s'::regclass).nextval, t1.version").harmful());
    }

    @Test
    void aQuotedNameIsACallByItsWholeName() {
        assertEquals(Set.of("F g", "g"), FunctionBody.of("SELECT \"F g\"(1)").calls());
    }

    @Test
    void anEmptyBodyHasNoNames() {
        assertEquals(FunctionBody.NONE, FunctionBody.of(""));
    }
}
