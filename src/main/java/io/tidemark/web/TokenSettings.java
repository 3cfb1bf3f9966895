package io.tidemark.web;

import java.time.Duration;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * How clients remember what they wrote.
 *
 * @param keys the first signs tokens, each of them is accepted; none if clients are told nothing
 * @param telling when a client is told
 * @param form how a client is told that has brought nothing yet
 * @param lifetime how long a token holds
 */
public record TokenSettings(List<SecretKey> keys, Telling telling, Form form, Duration lifetime) {

    /** When a client is told the position of what it wrote. */
    public enum Telling {
        /** When nothing else remembers it: a write without a caller, or one whose mark could not be stored. */
        NEEDED,
        /** After every write. */
        ALWAYS
    }

    /** How a client keeps a token. */
    public enum Form {
        /** A cookie, which a browser returns by itself. */
        COOKIE,
        /** A header {@code Tidemark-Position}, which a program returns with its next requests. */
        HEADER
    }

    public TokenSettings {
        keys = List.copyOf(keys);
    }
}
