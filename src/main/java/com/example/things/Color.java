package com.example.things;

import java.nio.charset.StandardCharsets;

/**
 * The name of a color: not blank, at most 40 characters long, without white space at its ends, and storable in
 * PostgreSQL.
 *
 * @param name what the column holds
 */
public record Color(String name) {

    /** The width of the column. PostgreSQL counts code points, not {@code char}s. */
    static final int MAX_LENGTH = 40;

    /**
     * Takes a name as a client sent it; white space at its ends is dropped.
     *
     * @throws IllegalArgumentException if this is no name of a color, with a message that may be shown to the client
     */
    public Color {
        name = name.strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A color must not be blank.");
        }
        if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
            throw new IllegalArgumentException("A color has at most " + MAX_LENGTH + " characters.");
        }
        // PostgreSQL's text has no NUL, and its UTF-8 no half of a surrogate pair; the driver would store '?' for that.
        if (name.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("A color must not hold NUL or an unpaired surrogate.");
        }
    }
}
