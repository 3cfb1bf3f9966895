package com.example.things;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColorReaderTest {

    @Test
    void theColorIsRead() {
        assertEquals(new Color("grün"), parse(" {\n\"color\" : \"gr\\u00fcn\"\n} "));
        assertEquals(new Color("grün"), parse("{\"color\":\"grün\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "color",
                "{",
                "{\"color\":\"a\"",
                "{\"color\":\"a\",}",
                "{'color':'a'}",
                "{\"color\":\"a\"} x",
                "{\"color\":\"a\"}{}",
                "\ufeff{\"color\":\"a\"}"
            })
    void whatIsNotJsonIsRefused(String body) {
        assertEquals("The body is not JSON.", refusalOf(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"color\":\"a\"}]", "\"color\"", "1", "null"})
    void whatIsNotAnObjectIsRefused(String body) {
        assertEquals("The body must be a JSON object.", refusalOf(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {}                              | 'color' is missing.
            {"color":null}                  | 'color' must be a string.
            {"color":7}                     | 'color' must be a string.
            {"color":{"color":"a"}}         | 'color' must be a string.
            {"color":["a"]}                 | 'color' must be a string.
            {"color":"a","color":"a"}       | 'color' is there twice.
            {"color":"a","version":0}       | The only property is 'color'.
            {"Color":"a"}                   | The only property is 'color'.
            {"color":" "}                   | A color must not be blank.
            """,
            quoteCharacter = '`')
    void anyOtherObjectIsRefusedWithWhatIsWrong(String body, String refusal) {
        assertEquals(refusal, refusalOf(body));
    }

    @Test
    void deepNestingIsRefusedWithoutBeingRead() {
        assertEquals("'color' must be a string.", refusalOf("{\"color\":" + "[".repeat(BodyLimit.MAX_BYTES - 20)));
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] latin1 = "{\"color\":\"grün\"}".getBytes(StandardCharsets.ISO_8859_1);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ColorReader.parse(latin1));
        assertEquals("The body is not UTF-8.", refused.getMessage());
    }

    private static String refusalOf(String body) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> parse(body)).getMessage());
    }

    private static Color parse(String body) {
        return ColorReader.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}
