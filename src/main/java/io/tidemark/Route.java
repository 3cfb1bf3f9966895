package io.tidemark;

import java.util.Locale;

/** The kind of server to which a statement is sent. */
public enum Route {
    /** The server that accepts writes. Its data is always current. */
    PRIMARY,

    /** A streaming replica. */
    REPLICA;

    /** Returns the name as response headers and logs show it: {@code primary} or {@code replica}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
