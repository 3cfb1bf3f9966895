package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {

    /** At each end of what UTF-8 writes with one, two, three and four bytes. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\u0001", "\u007f", "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\ud83d\ude00"})
    void countsTheBytesOfUtf8(String text) {
        assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Characters.bytes(text));
        assertEquals(2 + Characters.bytes(text), Characters.bytes("a" + text + "b"));
    }

    @Test
    void identifiersBeginWithLettersAndWhateverIsBeyondAscii() {
        "azAZ_\u0080\u00a0\uffff"
                .chars()
                .forEach(c -> assertTrue(Characters.isIdentifierStart((char) c), () -> "" + c));
        "@[`{/:09$\u007f".chars().forEach(c -> assertFalse(Characters.isIdentifierStart((char) c), () -> "" + c));
    }

    /** PostgreSQL cuts what is longer than 63 bytes: the name that is meant is then another one. */
    @Test
    void aNameThatPostgresqlWouldCutIsNoRead() {
        Classifier classifier = Statements.classifier();
        String longest = "\u00e9".repeat(31);
        assertEquals(Verdict.READ, classifier.verdict("SELECT 1 AS a" + longest));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT 1 AS ab" + longest));
    }
}
