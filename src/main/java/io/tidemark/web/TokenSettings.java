package io.tidemark.web;

import java.time.Duration;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * The settings for position tokens.
 *
 * @param keys the first key signs tokens, and every key is accepted; empty if clients get no tokens
 * @param telling when a client gets a token
 * @param form the form of a token for a client that has not sent one yet
 * @param lifetime the time until a token expires
 */
public record TokenSettings(List<SecretKey> keys, Telling telling, Form form, Duration lifetime) {

    /** The occasions on which a client gets the position of its write. */
    public enum Telling {
        /**
         * After a write whose position is not stored elsewhere: a write without a caller, or one whose mark could not
         * be stored.
         */
        NEEDED,
        /** After every write. */
        ALWAYS
    }

    /** The form in which a client keeps a token. */
    public enum Form {
        /** A cookie, which a browser returns automatically. */
        COOKIE,
        /** A header {@code Tidemark-Position}, which a program returns in its next requests. */
        HEADER
    }

    public TokenSettings {
        keys = List.copyOf(keys);
    }
}
