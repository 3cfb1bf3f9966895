package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceCommentsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a - b / c -- d         | a - b / c ____",
                "a /* b /* c */ d */ e  | a _________________ e",
                "'--' \"/*\" -- a        | '--' \"/*\" ____",
                "$a$ -- b $a$ -- c      | $a$ -- b $a$ ____",
                "a$b$ -- c $b$ d        | a$b$ __________",
                "$1 -- a $1             | $1 _______",
                "a                      | a",
                "'a -- b                | 'a -- b",
                "a /* b                 | a /* b",
                "'\\' -- a               | '\\' -- a"
            })
    void onlyACommentIsBlank(String source, String blanked) {
        assertEquals(blanked.replace('_', ' '), SourceComments.blanked(source));
    }
}
