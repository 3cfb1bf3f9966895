package io.tidemark;

/** The kind of server to which a statement is sent. */
public enum Route {
    /** The server that accepts writes. Its data is always current. */
    PRIMARY("primary"),

    /** A streaming replica. */
    REPLICA("replica");

    private final String text;

    Route(String text) {
        this.text = text;
    }

    /** Returns the name as response headers and logs show it: {@code primary} or {@code replica}. */
    @Override
    public String toString() {
        return text;
    }
}
