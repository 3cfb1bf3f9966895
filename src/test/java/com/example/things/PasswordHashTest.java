package com.example.things;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PasswordHashTest {

    @Test
    void onlyThePasswordMatches() {
        PasswordHash hash = PasswordHash.of("pässword");
        assertTrue(hash.matches("pässword"));
        assertFalse(hash.matches("password"));
        assertFalse(hash.matches("pässword "));
        assertFalse(hash.matches(""));
    }

    @Test
    void anEmptyPasswordIsAPassword() {
        assertTrue(PasswordHash.of("").matches(""));
        assertFalse(PasswordHash.of("").matches("x"));
    }
}
