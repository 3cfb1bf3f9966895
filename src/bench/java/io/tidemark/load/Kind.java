package io.tidemark.load;

import java.util.Locale;

/** The kinds of requests. Each user has one thing. */
enum Kind {
    /** Anyone reads a thing. */
    ANONYMOUS,
    /** A user reads the user's thing. */
    USER,
    /** A user reads the newest 20 things. */
    LIST,
    /** A user changes the color of the user's thing. */
    WRITE,
    /** A user reads the user's thing; one request in ten changes its color. */
    MIX,
    /** As {@link #MIX}, and after a change the user reads at once, as a browser follows a redirect. Users pause in between. */
    SESSION;

    /** The users, whose things have the ids from {@link #FIRST_ID}. */
    static final int USERS = 200;

    static final long FIRST_ID = 1001;

    static Kind of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
