package io.tidemark;

import java.util.Locale;

/** Where a statement is sent. */
public enum Route {
    /** The server that takes the writes. It has everything. */
    PRIMARY,

    /** A streaming replica. */
    REPLICA;

    /** The name as response headers and logs show it: {@code primary} or {@code replica}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
