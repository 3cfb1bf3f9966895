package com.example.things;

import java.nio.charset.StandardCharsets;

/**
 * The name of a color: not blank, at most 40 characters long, without white space at its ends, and storable in
 * PostgreSQL.
 * @param name the value of the column
 */
public record Color(String name) {

    /** The width of the column. PostgreSQL counts code points, not {@code char}s. */
    static final int MAX_LENGTH = 40;

    /**
     * Accepts a name from a client, and removes white space at its ends.
     *
     * @throws IllegalArgumentException if the name is not valid. The message may be shown to the client
     */
    public Color {
        name = name.strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A color must not be blank.");
        }
        if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
            throw new IllegalArgumentException("A color has at most " + MAX_LENGTH + " characters.");
        }
        // PostgreSQL's text cannot contain NUL or half of a surrogate pair; the driver would store '?' for the latter.
        if (name.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("A color must not hold NUL or an unpaired surrogate.");
        }
    }
}
