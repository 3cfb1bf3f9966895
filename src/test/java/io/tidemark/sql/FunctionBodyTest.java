package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void anEmptyBodyHasNoNames() {
        assertEquals(FunctionBody.NONE, FunctionBody.of(""));
    }
}
