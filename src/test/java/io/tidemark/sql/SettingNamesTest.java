package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingNamesTest {

    /** The source of a function may end anywhere, and hold anything. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "('App.B')         | app.b",
                "( 'a.b' , true)   | a.b",
                "(                 | *",
                "('                | *",
                "('a.b             | *",
                "('a.b'            | *",
                "('a.b'::text)     | *",
                "('ab')            | *",
                "('.b')            | *",
                "('\\a.b')         | *",
                "(a.b)             | *",
                "a                 | *"
            })
    void onlyALiteralThatIsTheWholeArgumentNamesASetting(String source, String name) {
        assertEquals(name, SettingNames.in(source, 0));
    }
}
