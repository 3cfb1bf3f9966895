package com.example.things;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColorTest {

    private static final String LONGEST = "\ud83c\udfa8".repeat(Color.MAX_LENGTH);

    @Test
    void whiteSpaceAtTheEndsIsDropped() {
        assertEquals("light blue", new Color(" \tlight blue\u2003\n").name());
    }

    @Test
    void theLengthIsCountedInCodePointsAfterStripping() {
        assertEquals(LONGEST, new Color("  " + LONGEST + "  ").name());
        assertThrows(IllegalArgumentException.class, () -> new Color(LONGEST + "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003\n", "a\0b", "\ud83c", "\udfa8 blue"})
    void whatIsBlankOrCannotBeStoredIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> new Color(name));
    }
}
